import { rowCaster } from "../../activities/to-staged-row.ts";
import type { Database } from "../../core/ports/database.ts";
import type { TableSpec } from "../../core/spec/asset.ts";

/** A landed row; `hash` is its load's unless told. */
export type PersonalRow = Readonly<Record<string, string | number | null>>;

/** The pseudonym of a made-up person. */
export const pidOf = (at: number): string => `00000000-0000-4000-8000-${String(at).padStart(12, "0")}`;
/** Bytes of a sealed value's length. */
export const sealed = Buffer.alloc(80, 1).fill(1, 0, 2).toString("base64url");

/** A person's own row. */
export const person = (at: number): PersonalRow => ({
  id: pidOf(at),
  lastName: sealed,
  email: sealed,
  birthDate: null,
  birthYear: null,
  street: null,
  placeCode: null,
  points: at,
});

/** An order that names a person. */
export const order = (id: number, at: number): PersonalRow => ({
  id,
  personId: pidOf(at),
  comment: sealed,
  total: "1.00",
  orderedAt: "2026-11-01T12:00:00Z",
});

/** What opens a load of a table. */
export const personalLoad = (loadId: string, table: string) => ({
  loadId,
  table,
  origin: "run" as const,
  manifestKey: `v1/shop/${table}/dt=2026-11-01/load=${loadId}/_manifest.json`,
  manifestEtag: loadId,
  bytes: 1,
});

/** Stage rows of a table whole, as part 1 of a load. */
export async function stagePersonal(
  database: Database,
  id: string,
  table: TableSpec,
  rows: readonly PersonalRow[],
): Promise<void> {
  const cast = rowCaster(table, "Europe/Paris", { t0: "2027-01-01T00:00:00.000Z", elapsedMs: 0 });
  const staged = rows.map((row, at) => {
    const { hash = id, ...told } = row;
    const made = cast({ ...told, updatedAt: "2026-11-01T00:00:00Z", _h: String(hash) }, at + 1);
    if (made.kind !== "row") throw new Error("the sample does not fit");
    return made.row;
  });
  await database.openLoad({ ...personalLoad(id, table.key), expected: rows.length });
  await database.stageBatch(table, id, 1, staged);
}

/** Load rows of a table whole. */
export async function loadPersonal(
  database: Database,
  id: string,
  table: TableSpec,
  rows: readonly PersonalRow[],
): Promise<void> {
  await stagePersonal(database, id, table, rows);
  await database.mergeSlice(table, id, { part: 1, from: 1, to: rows.length });
  await database.finishLoad(table, id, null);
}
