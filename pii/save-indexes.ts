import { castColumn } from "../core/cast/cast-column.ts";
import { pick } from "../core/cast/pick.ts";
import { SillageError } from "../core/errors.ts";
import type { ApiRecord } from "../core/landed-row.ts";
import type { BlindIndexRow, IdentityStore } from "../core/ports/identity-store.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import { blindIndex, normaliserOf } from "./blind-index.ts";
import type { Keyring } from "./keyring.ts";
import { askedNames, liveIndex, liveVersions } from "./live-indexes.ts";
import type { Person } from "./subjects.ts";
import type { PlannedColumn, TablePlan } from "./table-plan.ts";

/** In the place of a value that was taken away: the one before it would find the person still, for whoever has the address by now. */
export const noIndex = Buffer.alloc(0);

/** Where indexes are kept, and what their keys are derived from. */
type Stores = { readonly identity: IdentityStore; readonly keyring: Keyring };
/** A page: its records, and who they are about by the source's id. */
type Page = {
  readonly table: TableSpec;
  readonly plan: TablePlan;
  readonly records: readonly ApiRecord[];
  readonly people: ReadonlyMap<PlannedColumn, ReadonlyMap<string, Person>>;
};

/** Keep the blind indexes of a page under the active version. One that began to drain meanwhile takes nothing: then the one after it does. Throws `pii.index-draining`. */
export async function saveIndexes(stores: Stores, page: Page): Promise<void> {
  const { table, plan } = page;
  const isIndexed = plan.columns.some(({ spec }) => spec.personal?.index !== undefined);
  if (plan.owner === undefined || table.subject === undefined || !isIndexed) return;
  const isKept = async (): Promise<boolean> => {
    const { active, asked } = liveVersions(await stores.identity.indexVersions());
    return stores.identity.saveBlindIndexes(active, await indexesOf(stores.keyring, page, active, asked));
  };
  if (!(await isKept()) && !(await isKept())) throw draining();
}

async function indexesOf(
  keyring: Keyring,
  { plan, records, people }: Page,
  active: number,
  asked: readonly number[],
): Promise<readonly BlindIndexRow[]> {
  const owners = plan.owner && people.get(plan.owner);
  const changed = records.flatMap((record) => {
    const pid = owners?.get(String(pick(record, plan.owner?.path ?? "")))?.pid;
    const updatedAt = changedAt(plan, record);
    return pid === undefined || pid === null || updatedAt === undefined ? [] : [{ record, pid, updatedAt }];
  });
  const rows: BlindIndexRow[] = [];
  for (const { spec, path } of plan.columns) {
    if (spec.personal?.index === undefined) continue;
    const kind = spec.personal.index;
    const normaliser = normaliserOf(spec.personal.what);
    const { index, key } = await liveIndex(keyring, spec.name, normaliser, active);
    const instead = askedNames(asked, normaliser).filter((name) => name !== index);
    for (const { record, pid, updatedAt } of changed) {
      const raw = pick(record, path);
      const value = typeof raw === "string" ? blindIndex(key, normaliser, kind, raw) : undefined;
      rows.push({ field: spec.name, index, instead, value: value ?? noIndex, pid, updatedAt });
    }
  }
  return rows;
}

/** When a record was changed last, as its table stores it; undefined where it does not say. */
export function changedAt({ cursor }: TablePlan, record: ApiRecord): string | undefined {
  const cast = cursor && castColumn(cursor.spec, pick(record, cursor.path));
  return cast?.ok === true && typeof cast.value === "string" ? cast.value : undefined;
}

const draining = (): SillageError =>
  new SillageError({
    code: "pii.index-draining",
    message: "The blind indexes went to another version twice while a page was sealed.",
    fix: "It is tried again under the version that follows.",
    retryable: true,
  });
