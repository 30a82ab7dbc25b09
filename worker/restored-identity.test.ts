import { cp, mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parseConfig } from "../config.ts";
import { ledgerKey } from "../core/erasure-ledger.ts";
import type { SillageError } from "../core/errors.ts";
import type { LandedRow } from "../core/landed-row.ts";
import type { Database } from "../core/ports/database.ts";
import type { ObjectStore } from "../core/ports/object-store.ts";
import { openDatabase } from "../db/open-database.ts";
import { revealPurpose } from "../index.ts";
import { createErasures } from "../pii/create-erasures.ts";
import { findPeople } from "../pii/find-people.ts";
import { createKeyring } from "../pii/keyring.ts";
import { deskOf } from "./desk.ts";
import { openKeys, type Keys } from "./keys.ts";
import { revealService } from "./reveals.ts";
import { untilReplayed } from "./until-replayed.ts";
import { sampleTable } from "../test/contracts/sample-orders.ts";
import { memoryObjectStore } from "../test/fakes/memory-object-store.ts";
import { peopleDeployment } from "../test/fakes/people-deployment.ts";

/** An identity store on disk, put back to a copy from before an erasure as an operator puts a data directory back. */
const people = sampleTable("people");
const tables = peopleDeployment.graph.spec.tables;
const at = "2026-11-28T05:00:00.000Z";
const record = {
  id: 7,
  last_name: "Exemple",
  email: "exemple@example.test",
  points: 1,
  updated_at: "2026-11-01T00:00:00Z",
};
const places = new Map([["places", () => ({ code: null })]]);

let folder: string;
let database: Database;
let store: ObjectStore;
let keys: Keys;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sillage-restored-"));
  database = await openDatabase({ memory: true }, peopleDeployment);
  await database.migrate();
  store = memoryObjectStore();
  keys = await openedKeys();
});
afterEach(async () => {
  await keys.close();
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const openedKeys = () => openKeys(parseConfig({}), folder, { report: () => undefined });
const seal = () => keys.sealer.sealPage(people, [record], places);
const open = (row: LandedRow) => keys.opener.openValue(people, row, "email");
const erasures = () =>
  createErasures({
    ...keys,
    database,
    store,
    tables,
    register: undefined,
    facts: "together",
    trialOf: async () => undefined,
  });
const care = revealPurpose("care", { doc: "Answering people.", fields: { people: ["email"] } });
const revealsOf = () =>
  revealService({
    config: { SILLAGE_DEPLOYMENT: "test", REVEALS_PER_HOUR: 5 },
    deployed: { ...peopleDeployment, reveals: new Map([[care.name, care]]) },
    database,
    store,
    keys,
    clock: { now: () => new Date(at) },
    alerts: undefined,
    client: () => expect.unreachable("no workflow is started"),
    report: () => undefined,
  });

/** The person's sealed row, and a copy of the identity store in which they still are; then they are erased. */
async function erasedAfterACopy() {
  const [row = {}] = (await seal()).rows;
  await keys.close();
  await cp(join(folder, "identity"), join(folder, "copy"), { recursive: true });
  keys = await openedKeys();
  const { identity, kek } = keys;
  const by = { identity, keyring: createKeyring(identity, kek), tables };
  await identity.fileRequest("R", at, await findPeople(by, "email", record.email));
  await erasures().restrict("R", at);
  await erasures().blank("R", at);
  await erasures().eraseRows("R", at);
  await erasures().prove("R");
  return row;
}

async function putBack(): Promise<void> {
  await keys.close();
  await rm(join(folder, "identity"), { recursive: true });
  await rename(join(folder, "copy"), join(folder, "identity"));
  keys = await openedKeys();
}

/** Start as a process does, and do something at the first refusal; the refusals. */
async function started(atRefusal: () => Promise<unknown>): Promise<readonly SillageError[]> {
  const refused: SillageError[] = [];
  await untilReplayed(
    { store, database, identity: keys.identity },
    {
      report: () => undefined,
      onRefusal: (error) => void refused.push(error),
      pause: async () => void (await atRefusal()),
    },
  );
  return refused;
}

test("an identity store put back to before an erasure is refused until the ledger is replayed, and the person stays erased", async () => {
  const row = await erasedAfterACopy();
  const nothing = async (): Promise<undefined> => undefined;
  expect(await started(nothing)).toEqual([]);
  await putBack();
  expect(await open(row)).toBe(record.email);
  expect(await erasures().heads()).toEqual({ ledger: 1, database: 1, identity: 0 });
  const parts = { deployed: peopleDeployment, database, store, facts: "together" } as const;
  const desk = deskOf(keys, parts, { now: () => new Date(at) });
  for (const asked of [
    () => desk.open("email", record.email),
    () => desk.exported("R", "ada"),
    () => desk.restrict("R", "lift", "ada"),
    () => desk.order("erase", "R", "ada"),
    () => desk.orderRotation("R", "ada", "a stolen laptop"),
  ])
    await expect(asked()).rejects.toMatchObject({ code: "dsr.behind" });
  const { reveals, work } = revealsOf();
  const asker = { id: "key:a", consumer: "a" };
  const ground = { fields: ["people.email"], purpose: "care", ticket: "T-1", reason: "an example" };
  const pid = String(row["_p"]);
  for (const asked of [
    () => reveals.reveal(asker, { pid }, ground),
    () => reveals.askBulk(asker, [pid], ground),
    () => reveals.approveBulk(asker, "r"),
    () => reveals.readBulk(asker, "r"),
    () => work.make("r"),
  ])
    await expect(asked()).rejects.toMatchObject({ code: "dsr.behind" });
  await expect(reveals.bulk("r")).rejects.toMatchObject({ code: "reveal.no-request" });
  const refused = await started(async () => {
    expect(await desk.replay()).toMatchObject({ entries: 1, people: 1 });
  });
  expect(refused).toMatchObject([{ code: "dsr.behind" }]);
  await expect(open(row)).rejects.toMatchObject({ code: "pii.erased" });
  await expect(reveals.reveal(asker, { pid }, ground)).rejects.toMatchObject({ code: "pii.unknown-person" });
  await expect(work.make("r")).rejects.toMatchObject({ code: "reveal.no-request" });
  expect(await seal()).toMatchObject({ rows: [], erased: 1 });
  expect(await started(nothing)).toEqual([]);
});

test("a start is refused while the last entry of the ledger is lost, though no store knows less than what is left of it", async () => {
  await erasedAfterACopy();
  const lost: Uint8Array[] = [];
  for await (const chunk of await store.read(ledgerKey(1))) lost.push(chunk);
  await store.remove(ledgerKey(1));
  const refused = await started(() => store.put(ledgerKey(1), Buffer.concat(lost)));
  expect(refused).toMatchObject([{ code: "dsr.ledger-lost" }]);
});
