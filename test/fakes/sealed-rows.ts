import type { Database } from "../../core/ports/database.ts";
import type { ResealPort } from "../../core/ports/reseal.ts";

/** A stored row's sealed cells, by column; whose it is. */
type SealedRow = {
  readonly pid: string;
  readonly table: string;
  readonly key: unknown;
  readonly cells: Map<string, Buffer>;
};
/** A record in quarantine, sealed whole. */
type SealedMisfit = { readonly pid: string; readonly table_key: string; sealed: string };

/** Sealed values in memory, read by `<table> <pid>` and `misfits <pid>`, and written anew where they are still what they were. */
export function sealedRows() {
  const rows: SealedRow[] = [];
  const misfits: SealedMisfit[] = [];
  const port: Pick<Database, "read"> & ResealPort = {
    async read({ postgres: { text } }) {
      const [table, pid] = text.split(" ");
      if (table === "misfits")
        return misfits.flatMap((row, at) => (row.pid === pid ? [{ ...row, load_id: "L", part: 1, line: at }] : []));
      return rows.flatMap((row) =>
        row.table === table && row.pid === pid ? [{ id: row.key, ...Object.fromEntries(row.cells) }] : [],
      );
    },
    async resealRows(table, values) {
      for (const { column, keys, was, now } of values) {
        const cells = rows.find((row) => row.table === table.key && row.key === keys["id"])?.cells;
        if (cells?.get(column)?.equals(was) === true) cells.set(column, Buffer.from(now));
      }
    },
    async resealMisfits(values) {
      for (const { line, was, now } of values) {
        const row = misfits[line];
        if (row?.sealed === was) row.sealed = now;
      }
    },
  };
  return { rows, misfits, ...port };
}
