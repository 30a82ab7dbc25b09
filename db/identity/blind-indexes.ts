import type { BlindIndexRow, IdentityStore } from "../../core/ports/identity-store.ts";
import type { SqlSession } from "../postgres/session.ts";
import { hex } from "./hex.ts";

/** Blind indexes of people: the newest of each (field, index, person). */
export const blindIndexes = (sql: SqlSession): Pick<IdentityStore, "saveBlindIndexes"> => ({
  async saveBlindIndexes(rows) {
    if (rows.length === 0) return;
    const kept = newest(rows);
    await sql.query(
      `insert into identity.blind_index as b (field, index, value, pid, updated_at)
       select u.field, u.index, decode(u.value, 'hex'), u.pid, u.updated_at
       from unnest($1::text[], $2::text[], $3::text[], $4::uuid[], $5::timestamptz[]) as u(field, index, value, pid, updated_at)
       on conflict (field, index, pid) do update set value = excluded.value, updated_at = excluded.updated_at
       where excluded.updated_at > b.updated_at`,
      [
        kept.map((row) => row.field),
        kept.map((row) => row.index),
        kept.map((row) => hex(row.value)),
        kept.map((row) => row.pid),
        kept.map((row) => row.updatedAt),
      ],
    );
  },
});

/** One statement may not touch a row twice. */
function newest(rows: readonly BlindIndexRow[]): readonly BlindIndexRow[] {
  const inOrder = rows.toSorted((left, right) => Date.parse(left.updatedAt) - Date.parse(right.updatedAt));
  return [...new Map(inOrder.map((row) => [`${row.field}|${row.index}|${row.pid}`, row])).values()];
}
