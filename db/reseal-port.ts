import type { ResealPort } from "../core/ports/reseal.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import type { Scope, Session } from "./record-entry.ts";

/** What a dialect says for sealing anew: `ofTable` by physical column; `lock` holds assets until the transaction ends. */
export type ResealStatements<On> = {
  readonly misfits: string;
  readonly ofTable: (table: TableSpec) => ReadonlyMap<string, string>;
  readonly lock: (scope: On, keys: readonly string[]) => Promise<void>;
};

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

/** Sealed values that take the place of others, in a dialect's statements. */
export const resealPort = <On extends Scope>(
  sql: Session<On>,
  { misfits: misfitsText, ofTable, lock }: ResealStatements<On>,
): ResealPort => ({
  resealRows: (table, values) =>
    sql.transaction(async (scope) => {
      await lock(scope, [table.key]);
      for (const [column, text] of ofTable(table)) {
        const rows = values
          .filter((value) => value.column === column)
          .map(({ keys, was, now }) => ({ ...keys, _was: hex(was), _now: hex(now) }));
        if (rows.length > 0) await scope.query(text, [JSON.stringify(rows)]);
      }
    }),
  async resealMisfits(misfits) {
    const rows = misfits.map(({ loadId, ...rest }) => ({ load_id: loadId, ...rest }));
    await sql.query(misfitsText, [JSON.stringify(rows)]);
  },
});
