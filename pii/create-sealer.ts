import { pick } from "../core/cast/pick.ts";
import type { ApiRecord, LandedRow } from "../core/landed-row.ts";
import type { IdentityStore } from "../core/ports/identity-store.ts";
import type { Lookup, SealedPage, Sealer } from "../core/ports/sealer.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import type { Suite } from "./aead.ts";
import { cursorSealing } from "./cursor-sealing.ts";
import { createKeyring } from "./keyring.ts";
import type { Kek } from "./kek.ts";
import { saveIndexes } from "./save-indexes.ts";
import { sealRecord, type RecordScope, type RowKeys } from "./seal-record.ts";
import type { SealingKey } from "./sealed-value.ts";
import { hashKey, pidBytes, Subjects, tableKey, type Person } from "./subjects.ts";
import { tablePlan, type PlannedColumn, type TablePlan } from "./table-plan.ts";
import { unknownFields } from "./unknown-fields.ts";

/** What a sealer is made of. `now` in milliseconds: by it unwrapped root keys are forgotten. */
export type SealerDeps = {
  readonly identity: IdentityStore;
  readonly kek: Kek;
  readonly deployment: string;
  readonly now?: () => number;
};

type People = ReadonlyMap<PlannedColumn, ReadonlyMap<string, Person>>;

/** Seals pages of clear records: a pseudonym and a key per person, default-deny for undeclared fields, a keyed row hash. */
export function createSealer({ identity, kek, deployment, now = Date.now }: SealerDeps): Sealer {
  const keyring = createKeyring(identity, kek, now);
  const subjects = new Subjects(identity, keyring, now);
  const plans = new WeakMap<TableSpec, TablePlan>();
  const personKeys = new WeakMap<Person, RowKeys>();

  const planOf = (table: TableSpec): TablePlan => {
    const plan = plans.get(table) ?? tablePlan(table, deployment);
    plans.set(table, plan);
    return plan;
  };
  // Asked for each time: only the keyring knows when a root key is to be forgotten.
  const keysOfTable = async (table: TableSpec): Promise<RowKeys> => {
    const key = await tableKey(keyring, table.key);
    return rowKeys(key, 2, null);
  };
  const keysOf = (person: Person | undefined, otherwise: RowKeys): RowKeys => {
    if (person?.key === undefined || person.pid === null) return otherwise;
    const keys = personKeys.get(person) ?? rowKeys(person.key, 1, person.pid);
    personKeys.set(person, keys);
    return keys;
  };

  return {
    ...cursorSealing(deployment, async (table) => (await keysOfTable(table)).key),
    async sealPage(
      table: TableSpec,
      records: readonly ApiRecord[],
      lookups: ReadonlyMap<string, Lookup>,
    ): Promise<SealedPage> {
      const plan = planOf(table);
      const otherwise = await keysOfTable(table);
      const people = await peopleOf(subjects, table, plan, records);
      const rows: LandedRow[] = [];
      const names = new Set<string>();
      let misfits = 0;
      for (const record of records) {
        const owner = plan.owner && people.get(plan.owner)?.get(String(pick(record, plan.owner.path)));
        if (table.subject !== undefined && owner?.pid === null) continue;
        const unknown = unknownFields(plan, record);
        for (const name of unknown?.names ?? []) names.add(name);
        const isErased = owner?.pid === null;
        const person: RecordScope["person"] = (column, id) => people.get(column)?.get(id);
        const kept = table.unknownFields === "seal" && !isErased ? unknown : undefined;
        const row = sealRecord(plan, record, { keys: keysOf(owner, otherwise), isErased, lookups, person }, kept);
        if ("_misfit" in row) misfits++;
        rows.push(row);
      }
      await saveIndexes({ identity, keyring }, { table, plan, records, people });
      return { rows, misfits, erased: records.length - rows.length, unknownFields: [...names] };
    },
  };
}

const rowKeys = (key: SealingKey, suite: Suite, pid: string | null): RowKeys => ({
  key,
  hash: hashKey(key),
  suite,
  pid,
  bytes: pidBytes(pid),
});

async function peopleOf(
  subjects: Subjects,
  table: TableSpec,
  plan: TablePlan,
  records: readonly ApiRecord[],
): Promise<People> {
  const found = new Map<PlannedColumn, ReadonlyMap<string, Person>>();
  for (const column of plan.people) {
    const ids = records
      .map((record) => pick(record, column.path))
      .filter((id) => id !== undefined && id !== null)
      .map(String);
    found.set(
      column,
      await subjects.people(table.source, column.spec.derive?.kind === "pid" ? column.spec.derive.entity : "", ids),
    );
  }
  return found;
}
