type Row = Readonly<Record<string, unknown>>;

/** Rows as JSON carries them, which has no instants: `instants` names the columns that hold some. */
export type SentRows = { readonly rows: readonly Row[]; readonly instants: readonly string[] };

/** Rows of a declared statement on their way to another process, and back into what they were. */
export const sentRows = {
  pack: (rows: readonly Row[]): SentRows => ({
    rows,
    instants: [...new Set(rows.flatMap((row) => Object.keys(row).filter((name) => row[name] instanceof Date)))],
  }),
  unpack: ({ rows, instants }: SentRows): readonly Record<string, unknown>[] =>
    rows.map((row) => ({ ...row, ...Object.fromEntries(instants.map((name) => [name, toInstant(row[name])])) })),
};

const toInstant = (value: unknown): unknown => (typeof value === "string" ? new Date(value) : value);
