type Row = Readonly<Record<string, unknown>>;

/** Rows with the JSON of some columns read: this server keeps it as text, where PostgreSQL has a type for it. */
export const withJson = (rows: readonly Row[], columns: readonly string[]): readonly Row[] =>
  columns.length === 0
    ? rows
    : rows.map((row) => ({ ...row, ...Object.fromEntries(columns.map((column) => [column, parsed(row[column])])) }));

const parsed = (value: unknown): unknown => (typeof value === "string" ? JSON.parse(value) : value);
