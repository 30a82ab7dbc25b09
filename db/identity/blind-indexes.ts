import type { BlindIndexRow, IdentityStore } from "../../core/ports/identity-store.ts";
import type { SqlSession } from "../postgres/session.ts";
import { hex } from "./hex.ts";
import { identityStatements } from "./postgres-identity-statements.ts";

/** Blind indexes of people: the newest of each (field, index, person). */
export const blindIndexes = (sql: SqlSession): Pick<IdentityStore, "saveBlindIndexes"> => ({
  async saveBlindIndexes(rows) {
    if (rows.length === 0) return;
    const kept = newest(rows);
    await sql.query(identityStatements.saveBlindIndexes, [
      kept.map((row) => row.field),
      kept.map((row) => row.index),
      kept.map((row) => hex(row.value)),
      kept.map((row) => row.pid),
      kept.map((row) => row.updatedAt),
    ]);
    const former = kept.flatMap(({ field, instead, pid }) => (instead === undefined ? [] : [{ field, instead, pid }]));
    if (former.length === 0) return;
    await sql.query(identityStatements.blankFormerIndexes, [
      former.map(({ field }) => field),
      former.map(({ instead }) => instead),
      former.map(({ pid }) => pid),
    ]);
  },
});

/** One statement may not touch a row twice. */
function newest(rows: readonly BlindIndexRow[]): readonly BlindIndexRow[] {
  const inOrder = rows.toSorted((left, right) => Date.parse(left.updatedAt) - Date.parse(right.updatedAt));
  return [...new Map(inOrder.map((row) => [`${row.field}|${row.index}|${row.pid}`, row])).values()];
}
