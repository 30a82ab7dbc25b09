import { pick } from "../core/cast/pick.ts";
import type { LandedRow } from "../core/landed-row.ts";
import type { Database, Statement } from "../core/ports/database.ts";
import type { LaggingIndex } from "../core/ports/index-versions.ts";
import type { Opener } from "../core/ports/sealer.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import { changedAt } from "./save-indexes.ts";
import type { PlannedColumn, TablePlan } from "./table-plan.ts";
import { unlessShut } from "./unless-shut.ts";

/** What reading people's indexed values needs: `valuesOf` reads their own rows with what is indexed, `misfitsOf` what quarantine holds of a person; `opener` opens restricted people's values too. */
export type HeldDeps = {
  readonly opener: Opener;
  readonly database: Pick<Database, "read">;
  readonly valuesOf: (table: TableSpec, pids: readonly string[]) => Statement | undefined;
  readonly misfitsOf: (pid: string) => Statement;
};

/** An indexed column of a table about people. */
export type IndexedField = { readonly table: TableSpec; readonly plan: TablePlan; readonly column: PlannedColumn };
/** What is stored of it of a person: null where they have none. `at`: the ISO instant that it is of; null for a row that left the open zone with it. */
export type Held = { readonly at: string | null; readonly value: string | null };

/** What was indexed by an instant of more digits than its row keeps may be as much ahead of it. */
const roundedMs = 1;

/** Whether what is of one instant is no older than what is of another. */
export const isAsNew = (at: string, than: string): boolean => Date.parse(at) + roundedMs >= Date.parse(than);

/** The newest that is stored of a field, by pseudonym: in people's own rows; where that is older than what was indexed, in quarantine. Nothing of whom it does not open. */
export async function heldOf(
  deps: HeldDeps,
  field: IndexedField,
  people: readonly LaggingIndex[],
): Promise<ReadonlyMap<string, Held>> {
  const pids = people.map(({ pid }) => pid);
  const held = await rowsHeld(deps, field, pids);
  for (const { pid, updatedAt } of people) {
    const known = held.get(pid);
    if (known !== undefined && (known.at === null || isAsNew(known.at, updatedAt))) continue;
    for (const misfit of await misfitsHeld(deps, field, pid)) keepNewest(held, pid, misfit);
  }
  return held;
}

async function rowsHeld(
  { opener, database, valuesOf }: HeldDeps,
  { table, plan, column }: IndexedField,
  pids: readonly string[],
): Promise<Map<string, Held>> {
  const held = new Map<string, Held>();
  const statement = valuesOf(table, pids);
  if (statement === undefined) return held;
  for (const row of await database.read(statement)) {
    const [pid, at] = [String(row[plan.owner?.spec.physical ?? ""]), row[plan.cursor?.spec.physical ?? ""]];
    const keys = plan.keyColumns.map(({ spec }) => [spec.name, String(row[spec.physical])]);
    const bytes = row[column.spec.physical];
    const sealed = bytes instanceof Uint8Array ? Buffer.from(bytes).toString("base64url") : null;
    const landed: LandedRow = { ...Object.fromEntries(keys), _p: pid, [column.spec.name]: sealed };
    const value = await opener.openValue(table, landed, column.spec.name).catch(unlessShut);
    if (value !== undefined) keepNewest(held, pid, { at: isoOf(at), value });
  }
  return held;
}

const isoOf = (instant: unknown): string | null =>
  typeof instant === "string" ? new Date(instant).toISOString() : null;

async function misfitsHeld(
  { opener, database, misfitsOf }: HeldDeps,
  { table, plan, column }: IndexedField,
  pid: string,
): Promise<readonly Held[]> {
  const held: Held[] = [];
  for (const { table_key: of, sealed } of await database.read(misfitsOf(pid))) {
    if (of !== table.key || typeof sealed !== "string") continue;
    const record = await opener.openRecord(table, { _u: sealed, _p: pid }).catch(unlessShut);
    const at = record && changedAt(plan, record);
    const value = record && pick(record, column.path);
    if (at !== undefined) held.push({ at, value: typeof value === "string" ? value : null });
  }
  return held;
}

function keepNewest(held: Map<string, Held>, pid: string, one: Held): void {
  const known = held.get(pid);
  if (known === undefined || (one.at ?? "") > (known.at ?? "")) held.set(pid, one);
}
