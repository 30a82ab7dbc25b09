import { beforeEach, expect, test } from "vitest";
import { ledgerKey } from "../core/erasure-ledger.ts";
import { SillageError } from "../core/errors.ts";
import type { ErasurePort } from "../core/ports/erasure.ts";
import type { Erasures } from "../core/ports/erasures.ts";
import type { ObjectStore } from "../core/ports/object-store.ts";
import type { Opener } from "../core/ports/sealer.ts";
import { erasingDatabase } from "../test/fakes/erasing-database.ts";
import { memoryIdentityStore } from "../test/fakes/memory-identity-store.ts";
import { memoryObjectStore } from "../test/fakes/memory-object-store.ts";
import { peopleDeployment } from "../test/fakes/people-deployment.ts";
import { peopleTable } from "../test/fakes/people-table.ts";
import { throwAwayKek } from "../test/fakes/throw-away-kek.ts";
import type { Certificate } from "./certificate.ts";
import { createErasures, type ErasureDeps } from "./create-erasures.ts";
import { createOpener } from "./create-opener.ts";
import { createSealer } from "./create-sealer.ts";
import { findPeople } from "./find-people.ts";
import type { Kek } from "./kek.ts";
import { createKeyring } from "./keyring.ts";

const [people, orders] = [peopleTable("people"), peopleTable("orders")];
const at = "2026-11-28T05:00:00.000Z";
const told = {
  id: 7,
  last_name: "Exemple",
  email: "canari@example.test",
  points: 1,
  updated_at: "2026-11-01T00:00:00Z",
};
const places = new Map([["places", () => ({ code: null })]]);

let identity: ReturnType<typeof memoryIdentityStore>;
let kek: Kek;
let store: ObjectStore;
let erasures: Erasures;
beforeEach(async () => {
  identity = memoryIdentityStore();
  kek = await throwAwayKek();
  store = memoryObjectStore();
  erasures = erasuresOn(erasingDatabase());
});

const depsOn = (database: ErasurePort, on = identity) => ({
  identity: on,
  kek,
  opener: createOpener({ identity: on, kek, deployment: "test" }),
  database,
  store,
  tables: [people, orders],
  facts: "together" as const,
  register: peopleDeployment.graph.spec.register,
  trialOf: async () => undefined,
});
const erasuresOn = (database: ErasurePort, on = identity) => createErasures(depsOn(database, on));
const sealerOf = (on = identity, now = Date.now) => createSealer({ identity: on, kek, deployment: "test", now });

async function fileRequest(request: string, email: string): Promise<void> {
  const by = { identity, keyring: createKeyring(identity, kek), tables: [people, orders] };
  await identity.fileRequest(request, at, await findPeople(by, "email", email));
}

async function erased(request: string): Promise<void> {
  await fileRequest(request, "Canari@Example.test ");
  await carryOut(request);
}

async function carryOut(request: string): Promise<void> {
  await erasures.restrict(request, at);
  await erasures.blank(request, at);
  await erasures.eraseRows(request, at);
  await erasures.prove(request);
  await erasures.certify(request, { erasedAt: at, rows: [], epochDueAt: at });
}

test("a sealer that kept a person forgets them when they are erased: their row is dropped, their facts say nothing", async () => {
  const sealer = sealerOf();
  const [row] = (await sealer.sealPage(people, [told], places)).rows;
  await erased("R");
  expect(await sealer.sealPage(people, [told], places)).toMatchObject({ rows: [], erased: 1 });
  const fact = {
    id: 1,
    person_id: 7,
    comment: "canari",
    total: "1.00",
    ordered_at: at,
    updated_at: at,
    extra: "canari",
  };
  const misfit = { ...fact, total: "much" };
  const facts = (await sealer.sealPage(orders, [fact, misfit], places)).rows;
  expect(facts[0]).toMatchObject({ personId: "00000000-0000-0000-0000-000000000000", comment: null });
  expect(facts.map((landed) => landed["_u"])).toEqual([undefined, undefined]);
  const opener = createOpener({ identity, kek, deployment: "test" });
  await expect(opener.openValue(people, row ?? {}, "email")).rejects.toMatchObject({
    code: "pii.erased",
    message: "The person of this pseudonym was erased. Nothing can open this value any more.",
  });
});

test("who was erased stays out while the source sends them, and is nobody's look-up once it has not for long", async () => {
  await sealerOf().sealPage(people, [told], places);
  await erased("R");
  const sent = Date.parse(at) + 200 * 86_400_000;
  const sealer = sealerOf(identity, () => sent);
  expect(await sealer.sealPage(people, [told], places)).toMatchObject({ erased: 1 });
  const inDays = (days: number): string => new Date(sent + days * 86_400_000).toISOString();
  expect(await erasures.forget(inDays(-1))).toBe(0);
  expect(await sealer.sealPage(people, [told], places)).toMatchObject({ erased: 1 });
  expect(await erasures.forget(inDays(1))).toBe(1);
  expect(await sealer.sealPage(people, [told], places)).toMatchObject({ erased: 0 });
});

/** Erasures of a process that opens as the product does, beside what `open` says of a value. */
const tryingWith = (open: (value: unknown) => void) => {
  const deps = depsOn(erasingDatabase());
  const { openValue } = deps.opener;
  const opener: Opener = {
    ...deps.opener,
    openValue: async (table, row, column) => (open(row[column]), openValue(table, row, column)),
  };
  return (trialOf: ErasureDeps["trialOf"]) => createErasures({ ...deps, opener, trialOf });
};

test("a value that opened before is tried after its row is gone, by a process that began since, and kept no longer", async () => {
  const [row = {}] = (await sealerOf().sealPage(people, [told], places)).rows;
  await fileRequest("R", told.email);
  const tried: unknown[] = [];
  const process = tryingWith((value) => void tried.push(value));
  await process(async () => ({ table: "people", column: "email", row })).blank("R", at);
  const after = process(async () => undefined);
  await after.blank("R", at);
  await after.eraseRows("R", at);
  expect(tried).not.toContain(row["email"]);
  await after.prove("R");
  expect(tried).toContain(row["email"]);
  await after.certify("R", { erasedAt: at, rows: [], epochDueAt: at });
  expect(JSON.parse((await identity.request("R"))?.certificate ?? "")).toMatchObject({ tried: 1 });
  expect(await identity.trialsOf("R")).toEqual([]);
});

test("an erasure is not certified while anything but the refusal comes of the value that opened before", async () => {
  const [row = {}] = (await sealerOf().sealPage(people, [told], places)).rows;
  await fileRequest("R", told.email);
  const trying = tryingWith((value) => {
    if (value === row["email"])
      throw new SillageError({ code: "pii.wrong-key", message: "Another key.", fix: "None." });
  })(async () => ({ table: "people", column: "email", row }));
  await trying.blank("R", at);
  await expect(trying.prove("R")).rejects.toMatchObject({
    code: "dsr.unproven",
    retryable: true,
    message:
      "The erasure is not complete: 0 rows and 0 blind index values are left, the values of 1 people open. It is tried again: what a load brought meanwhile is deleted too.",
  });
});

const certificateOf = async (request: string): Promise<Certificate> =>
  JSON.parse((await identity.request(request))?.certificate ?? "");
const lookupsOf = (id: number) =>
  findPeople({ identity, keyring: createKeyring(identity, kek), tables: [people] }, "source-id", String(id));

test("who was erased before is certified with the epoch of their key, beside those of everybody else", async () => {
  await sealerOf().sealPage(people, [told], places);
  await erased("R");
  await createKeyring(identity, kek).beginEpoch(2);
  await sealerOf().sealPage(people, [{ ...told, id: 8, email: "autre@example.test" }], places);
  await identity.fileRequest("S", at, await lookupsOf(7));
  await identity.fileRequest("T", at, [...(await lookupsOf(8)), ...(await lookupsOf(7))]);
  for (const request of ["S", "T"]) await carryOut(request);
  const recipients = [{ purpose: "selling", recipients: ["carriers"] }];
  expect(await certificateOf("R")).toMatchObject({ people: 1, erasedBefore: 0, epochs: [1], recipients });
  expect(await certificateOf("S")).toMatchObject({ people: 1, erasedBefore: 1, epochs: [1] });
  expect(await certificateOf("T")).toMatchObject({ people: 2, erasedBefore: 1, epochs: [1, 2] });
});

test("of two erasures of one person at once, the value counts as tried where it was tried", async () => {
  const [row = {}] = (await sealerOf().sealPage(people, [told], places)).rows;
  const [lookup = ""] = await lookupsOf(7);
  for (const request of ["R", "S"]) {
    await identity.fileRequest(request, at, [lookup]);
    await identity.keepTrial(request, { lookup, trial: JSON.stringify({ table: "people", column: "email", row }) });
  }
  for (const request of ["R", "S"]) await carryOut(request);
  expect(await certificateOf("R")).toMatchObject({ erasedBefore: 0, tried: 1 });
  expect(await certificateOf("S")).toMatchObject({ erasedBefore: 1, tried: 0 });
});

test("an erasure that is cut off after each of its steps ends as one that was not", async () => {
  await sealerOf().sealPage(people, [told], places);
  await erased("R");
  await expect(erased("R")).resolves.toBeUndefined();
  expect(await erasures.heads()).toEqual({ ledger: 1, database: 1, identity: 1 });
  expect(await erasures.plan("R")).toEqual({ state: "done", people: 1 });
  await expect(erasures.plan("another")).rejects.toMatchObject({
    code: "dsr.unknown-request",
    message:
      "No request of that id was filed. List those there are with `sillage dsr list`, or file one with `sillage dsr open`.",
  });
});

test("an identity store older than the ledger is behind, and a replay blanks again who is back in it", async () => {
  const { rows } = await sealerOf().sealPage(people, [told], places);
  const pid = String(rows[0]?.["id"]);
  const subject = await identity.findByPid(pid);
  await erased("R");
  const older = memoryIdentityStore();
  for (const root of await identity.rootKeys()) await older.saveRootKey(root);
  await older.beginEpoch(1);
  const { lookup = "", wrappedKey, epoch = 1 } = subject ?? {};
  await older.createSubjects([
    { lookup, pid, wrappedKey: wrappedKey ?? Buffer.alloc(0), kid: Buffer.alloc(16), epoch },
  ]);
  const restored = erasuresOn(erasingDatabase(), older);
  expect(await restored.heads()).toEqual({ ledger: 1, database: 0, identity: 0 });
  expect(await restored.replay()).toEqual({ entries: 1, people: 1, rows: [] });
  expect(await restored.heads()).toEqual({ ledger: 1, database: 1, identity: 1 });
  expect(await restored.replay()).toEqual({ entries: 0, people: 0, rows: [] });
  expect((await sealerOf(older).sealPage(people, [told], places)).erased).toBe(1);
});

test("an erasure reads as few objects after many others as after one", async () => {
  const counted: ObjectStore = { ...store, read: async (key, options) => (reads++, store.read(key, options)) };
  let reads = 0;
  const target = erasingDatabase();
  const perErasure: number[] = [];
  const on = createErasures({ ...depsOn(target), store: counted });
  for (let id = 10; id < 20; id++) {
    await sealerOf().sealPage(people, [{ ...told, id, email: `canari-${id}@example.test` }], places);
    await fileRequest(`R${id}`, `canari-${id}@example.test`);
    await on.blank(`R${id}`, at);
    reads = 0;
    for (let again = 0; again < 2; again++) await on.eraseRows(`R${id}`, at);
    perErasure.push(reads);
  }
  expect(await on.heads()).toEqual({ ledger: 10, database: 10, identity: 10 });
  expect(new Set(perErasure.slice(1)).size).toBe(1);
});

test("an erasure whose number another one took is tried again under the next one", async () => {
  await sealerOf().sealPage(people, [told, { ...told, id: 8, email: "autre@example.test" }], places);
  const target = erasingDatabase();
  for (const [request, email] of [
    ["R", told.email],
    ["S", "autre@example.test"],
  ] as const) {
    await fileRequest(request, email);
    await identity.blankRequest(request, at);
  }
  const late: ObjectStore = {
    ...store,
    async put(key, body, options) {
      if (!(await store.head(key))) await erasuresOn(target).eraseRows("S", at);
      return store.put(key, body, options);
    },
  };
  const racing = createErasures({ ...depsOn(target), store: late });
  await expect(racing.eraseRows("R", at)).rejects.toMatchObject({
    code: "dsr.ledger-taken",
    retryable: true,
    message: "Another erasure took entry 1 of the ledger. It is tried again with the next one.",
  });
  await erasuresOn(target).eraseRows("R", at);
  expect(await erasuresOn(target).heads()).toEqual({ ledger: 2, database: 2, identity: 2 });
});

test("an entry of the ledger that was altered, or removed before others, is told", async () => {
  await sealerOf().sealPage(people, [told], places);
  await erased("R");
  const altered = { code: "dsr.ledger-altered" };
  const chunks: Uint8Array[] = [];
  for await (const chunk of await store.read(ledgerKey(1))) chunks.push(chunk);
  const entry = JSON.parse(Buffer.concat(chunks).toString("utf8"));
  await store.put(ledgerKey(1), Buffer.from(JSON.stringify({ ...entry, pids: [] })));
  await expect(erasuresOn(erasingDatabase()).replay()).rejects.toMatchObject(altered);
  await store.put(ledgerKey(2), Buffer.from(JSON.stringify(entry)));
  await store.remove(ledgerKey(1));
  await expect(erasuresOn(erasingDatabase()).replay()).rejects.toMatchObject({
    ...altered,
    message:
      "Entry 1 of the ledger of erasures is missing, or is not as it was written. Restore the objects under `erasures/` from a copy, or from their versions.",
  });
});

test("a ledger that lost its last entry is told: nothing is replayed, and no other takes its number", async () => {
  await sealerOf().sealPage(people, [told], places);
  await erased("R");
  await store.remove(ledgerKey(1));
  const lost = {
    code: "dsr.ledger-lost",
    message:
      "The ledger of erasures has 0 entries, and not entry 1 as the database knows that it was written. Nothing is served: who was erased last could come back. Restore the objects under `erasures/` from a copy, or from their versions.",
  };
  await expect(erasures.replay()).rejects.toMatchObject(lost);
  const another = { ...told, id: 8, email: "autre@example.test" };
  await sealerOf().sealPage(people, [another], places);
  await fileRequest("S", another.email);
  await erasures.blank("S", at);
  await expect(erasures.eraseRows("S", at)).rejects.toMatchObject(lost);
});
