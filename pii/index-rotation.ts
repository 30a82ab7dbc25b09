import { SillageError } from "../core/errors.ts";
import type { BlindIndexRow, IdentityStore } from "../core/ports/identity-store.ts";
import type { IndexPlan, IndexRotation, IndexSpan } from "../core/ports/index-rotation.ts";
import type { IndexStep, LaggingIndex } from "../core/ports/index-versions.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import { blindIndex, normaliserOf } from "./blind-index.ts";
import { heldOf, isAsNew, type Held, type HeldDeps, type IndexedField } from "./held-values.ts";
import type { Kek } from "./kek.ts";
import { createKeyring, type Keyring } from "./keyring.ts";
import { askedNames, indexName, indexPurpose, liveIndex, liveVersions, type LiveIndex } from "./live-indexes.ts";
import { noIndex } from "./save-indexes.ts";
import { nobody } from "./seal-record.ts";
import { tablePlan } from "./table-plan.ts";

/** What the rotation of blind indexes needs. */
export type IndexRotationDeps = HeldDeps & {
  readonly identity: IdentityStore;
  readonly kek: Kek;
  readonly tables: readonly TableSpec[];
};

/** People whose values one statement reads. */
const batch = 500;

/** An indexed field, with an index that it was in before. */
type Walk = IndexedField & { readonly step: IndexStep };
/** Rotation of blind indexes: on the identity store, out of what the tables and quarantine hold sealed. */
export function createIndexRotation(deps: IndexRotationDeps): IndexRotation {
  const { identity } = deps;
  const keyring = createKeyring(identity, deps.kek);
  const lagging = async (span: IndexSpan): Promise<number> => {
    let values = 0;
    for (const { step } of walksOf(deps.tables, span)) values += await identity.countLagging(step);
    return values;
  };
  return {
    async plan() {
      const span = await spanOf(identity);
      return { ...span, values: await lagging(span) };
    },
    async begin(to) {
      await keyring.root(indexPurpose, to);
      await identity.beginIndexVersion(to);
    },
    async *reindex(span) {
      for (const walk of walksOf(deps.tables, span)) yield* reindexed(deps, keyring, walk, span.to);
    },
    lagging,
    async end(from) {
      if (liveVersions(await identity.indexVersions()).active <= from) throw inUse(from);
      await identity.endIndexVersion(from);
      await identity.dropRootKey(indexPurpose, from);
    },
  };
}

/** One that was left half-way drains still, or was destroyed and left its root. */
async function spanOf(identity: IdentityStore): Promise<IndexSpan & Pick<IndexPlan, "resumed">> {
  const versions = await identity.indexVersions();
  const { active } = liveVersions(versions);
  const rooted = new Set(
    (await identity.rootKeys()).flatMap(({ purpose, epoch }) => (purpose === indexPurpose ? [epoch] : [])),
  );
  const left = versions.find(
    ({ version, state }) => state === "draining" || (state === "destroyed" && rooted.has(version)),
  );
  return left === undefined
    ? { from: active, to: active + 1, resumed: false }
    : { from: left.version, to: active, resumed: true };
}

function walksOf(tables: readonly TableSpec[], { from, to }: IndexSpan): readonly Walk[] {
  return tables.flatMap((table) => {
    if (table.subject === undefined) return [];
    // Opened by the opener alone, which knows the deployment.
    const plan = tablePlan(table, "");
    return plan.columns.flatMap((column) => {
      const { personal, name } = column.spec;
      if (personal?.index === undefined) return [];
      const normaliser = normaliserOf(personal.what);
      return askedNames([from], normaliser).map((old): Walk => ({
        table,
        plan,
        column,
        step: { field: name, from: old, to: indexName(normaliser, to) },
      }));
    });
  });
}

async function* reindexed(
  deps: IndexRotationDeps,
  keyring: Keyring,
  walk: Walk,
  version: number,
): AsyncGenerator<number> {
  const { spec } = walk.column;
  const live = await liveIndex(keyring, spec.name, normaliserOf(spec.personal?.what ?? ""), version);
  for (let after = nobody; ;) {
    const people = await deps.identity.laggingIndexes(walk.step, after, batch);
    const last = people.at(-1);
    if (last === undefined) return;
    const held = await heldOf(deps, walk, people);
    const rows = people.flatMap((person) => rowOf(walk, live, person, held.get(person.pid)));
    if (!(await deps.identity.saveBlindIndexes(version, rows))) throw inUse(version);
    const at = new Map(people.map(({ pid, updatedAt }) => [pid, updatedAt]));
    yield rows.filter(({ pid, updatedAt }) => updatedAt >= (at.get(pid) ?? "")).length;
    after = last.pid;
  }
}

function rowOf(
  { step, column }: Walk,
  { normaliser, key }: LiveIndex,
  { pid, updatedAt }: LaggingIndex,
  held: Held | undefined,
): readonly BlindIndexRow[] {
  if (held === undefined) return [];
  const kind = column.spec.personal?.index ?? "exact";
  const value = held.value === null ? undefined : blindIndex(key, normaliser, kind, held.value);
  const at = held.at === null || isAsNew(held.at, updatedAt) ? latest(held.at, updatedAt) : held.at;
  return [{ field: step.field, index: step.to, value: value ?? noIndex, pid, updatedAt: at }];
}

const latest = (at: string | null, updatedAt: string): string => (at !== null && at > updatedAt ? at : updatedAt);

const inUse = (version: number): SillageError =>
  new SillageError({
    code: "pii.index-in-use",
    message: `Version ${version} of the blind indexes is not the one that this rotation takes it for: another was begun or ended meanwhile.`,
    fix: "Start the rotation again: it looks which version is written.",
  });
