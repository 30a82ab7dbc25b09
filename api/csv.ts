type Cell = string | number | boolean | null | undefined | { readonly suppressed: true; readonly reason: string };

/** Rows as CSV (RFC 4180): `excel` has semicolons, decimal commas and a byte order mark. Text that a spreadsheet would take for a formula is escaped; a hidden cell says why. */
export function toCsv(
  names: readonly string[],
  rows: readonly Readonly<Record<string, Cell>>[],
  style: "standard" | "excel",
): string {
  const separator = style === "excel" ? ";" : ",";
  const line = (cells: readonly Cell[]): string =>
    `${cells.map((cell) => quoted(textOf(cell, style), separator)).join(separator)}\r\n`;
  return (
    (style === "excel" ? "\uFEFF" : "") + line(names) + rows.map((row) => line(names.map((name) => row[name]))).join("")
  );
}

function textOf(cell: Cell, style: "standard" | "excel"): string {
  if (cell === null || cell === undefined) return "";
  if (typeof cell === "object") return `suppressed: ${cell.reason}`;
  if (typeof cell === "number" && style === "excel") return String(cell).replace(".", ",");
  return typeof cell === "string" && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : String(cell);
}

const quoted = (text: string, separator: string): string =>
  text.includes(separator) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
