/** The named columns of a table; a declaration's key is never empty (`graph.invalid` says so first). */
export function picked<Column>(
  columns: Readonly<Record<string, Column>>,
  names: readonly string[],
): [Column, ...Column[]] {
  const [first, ...rest] = names.flatMap((name) => columns[name] ?? []);
  if (first === undefined) throw new TypeError(`There is no column ${names.join(", ")}.`);
  return [first, ...rest];
}
