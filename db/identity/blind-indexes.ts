import type { BlindIndexRow, IdentityStore } from "../../core/ports/identity-store.ts";
import type { SqlSession } from "../postgres/session.ts";
import { hex } from "./hex.ts";
import { identityStatements } from "./postgres-identity-statements.ts";

/** Blind indexes of people: the newest of each (field, index, person). */
export const blindIndexes = (sql: SqlSession): Pick<IdentityStore, "saveBlindIndexes"> => ({
  async saveBlindIndexes(version, rows) {
    const kept = newest(rows);
    const [found] = await sql.query<{ held: number }>(identityStatements.saveBlindIndexes, [
      kept.map((row) => row.field),
      kept.map((row) => row.index),
      kept.map((row) => hex(row.value)),
      kept.map((row) => row.pid),
      kept.map((row) => row.updatedAt),
      version,
    ]);
    if ((found?.held ?? 0) === 0) return false;
    const former = kept.flatMap(({ instead = [], ...row }) => instead.map((index) => ({ ...row, index })));
    if (former.length > 0)
      await sql.query(identityStatements.blankFormerIndexes, [
        former.map(({ field }) => field),
        former.map(({ index }) => index),
        former.map(({ pid }) => pid),
        former.map(({ updatedAt }) => updatedAt),
      ]);
    return true;
  },
});

/** One statement may not touch a row twice. */
function newest(rows: readonly BlindIndexRow[]): readonly BlindIndexRow[] {
  const inOrder = rows.toSorted((left, right) => Date.parse(left.updatedAt) - Date.parse(right.updatedAt));
  return [...new Map(inOrder.map((row) => [`${row.field}|${row.index}|${row.pid}`, row])).values()];
}
