type Cell = string | number | boolean | null | undefined;

/** Rows as CSV (RFC 4180): `excel` has semicolons and a byte order mark. Text that a spreadsheet would take for a formula is escaped. */
export function toCsv(
  names: readonly string[],
  rows: readonly Readonly<Record<string, Cell>>[],
  style: "standard" | "excel",
): string {
  const separator = style === "excel" ? ";" : ",";
  const line = (cells: readonly Cell[]): string =>
    `${cells.map((cell) => quoted(cell, separator)).join(separator)}\r\n`;
  return (
    (style === "excel" ? "\uFEFF" : "") + line(names) + rows.map((row) => line(names.map((name) => row[name]))).join("")
  );
}

function quoted(cell: Cell, separator: string): string {
  if (cell === null || cell === undefined) return "";
  const text = typeof cell === "string" && /^[=+\-@\t]/.test(cell) ? `'${cell}` : String(cell);
  return text.includes(separator) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
