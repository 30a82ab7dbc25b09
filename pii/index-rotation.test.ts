import { beforeEach, describe, expect, test } from "vitest";
import type { ApiRecord, LandedRow } from "../core/landed-row.ts";
import type { Database } from "../core/ports/database.ts";
import type { IdentityStore } from "../core/ports/identity-store.ts";
import type { IndexRotation } from "../core/ports/index-rotation.ts";
import type { Sealer } from "../core/ports/sealer.ts";
import { isSealed } from "../core/spec/column.ts";
import { sampleTable } from "../test/contracts/sample-orders.ts";
import { memoryIdentityStore } from "../test/fakes/memory-identity-store.ts";
import { throwAwayKek } from "../test/fakes/throw-away-kek.ts";
import { cutOff, type When } from "../test/harness/cut-off.ts";
import { createExportOpener } from "./create-export-opener.ts";
import { createSealer } from "./create-sealer.ts";
import { findByName } from "./find-by-name.ts";
import { findPeople } from "./find-people.ts";
import { createIndexRotation } from "./index-rotation.ts";
import type { Kek } from "./kek.ts";
import { createKeyring } from "./keyring.ts";
import { indexPurpose } from "./live-indexes.ts";

const people = sampleTable("people");
const places = new Map([["places", () => ({ code: null })]]);
const at = (day: number): string => `2026-11-${day}T02:00:00.000Z`;
const record = (id: number, over: ApiRecord = {}): ApiRecord => ({
  id,
  last_name: `Exemple ${"abcdefgh"[id]}`,
  email: `personne${id}@example.test`,
  birth_date: "1984-07-31",
  points: 1,
  updated_at: at(20),
  ...over,
});

let identity: ReturnType<typeof memoryIdentityStore>;
let kek: Kek;
let sealer: Sealer;
/** What the tables hold, by pseudonym, and quarantine. */
let stored: Map<string, Record<string, unknown>>;
let misfits: Record<string, unknown>[];
beforeEach(async () => {
  identity = memoryIdentityStore();
  kek = await throwAwayKek();
  sealer = createSealer({ identity, kek, deployment: "test" });
  [stored, misfits] = [new Map(), []];
});

const said = (text: string) => ({ postgres: { text, params: [] }, mssql: { text, params: [] } });
const database: Pick<Database, "read"> = {
  read: async ({ postgres: { text } }) => {
    if (!text.startsWith("[")) return misfits.filter(({ pid }) => pid === text);
    const pids: readonly string[] = JSON.parse(text);
    return pids.flatMap((pid) => (stored.has(pid) ? [stored.get(pid) ?? {}] : []));
  },
};
const rotationOn = (store: IdentityStore, vault: Kek = kek): IndexRotation =>
  createIndexRotation({
    identity: store,
    kek: vault,
    opener: createExportOpener({ identity, kek, deployment: "test" }),
    database,
    tables: [people, sampleTable("orders")],
    valuesOf: (_, pids) => said(JSON.stringify(pids)),
    misfitsOf: said,
  });

const sealed = async (one: ApiRecord): Promise<LandedRow> =>
  (await sealer.sealPage(people, [one], places)).rows[0] ?? {};

/** Put a landed row into the table, as a merge does. */
function merge(row: LandedRow, over: Record<string, unknown> = {}): string {
  const bytes = people.columns.filter(isSealed).map(({ name, physical }) => {
    const value = row[name];
    return [physical, typeof value === "string" ? Buffer.from(value, "base64url") : null];
  });
  const pid = String(row["_p"]);
  stored.set(pid, { id: pid, updated_at: row["updatedAt"], ...Object.fromEntries(bytes), ...over });
  return pid;
}
const land = async (one: ApiRecord): Promise<string> => merge(await sealed(one));

const found = async (email: string): Promise<number> =>
  (await findPeople({ identity, keyring: createKeyring(identity, kek), tables: [people] }, "email", email)).length;
const foundByName = (value: string) =>
  findByName(
    {
      identity,
      keyring: createKeyring(identity, kek),
      tables: [people],
      opener: createExportOpener({ identity, kek, deployment: "test" }),
      database,
      rowsOf: (_, pid) => said(JSON.stringify([pid])),
      sealedOf: (_, pid) => said(JSON.stringify([pid])),
      misfitsOf: said,
      mergedOf: () => undefined,
    },
    value,
  );

const sum = async (counts: AsyncIterable<number>): Promise<number> =>
  (await Array.fromAsync(counts)).reduce((all, count) => all + count, 0);
async function rotate(steps: IndexRotation): Promise<number> {
  const { from, to } = await steps.plan();
  await steps.begin(to);
  const values = await sum(steps.reindex({ from, to }));
  await steps.end(from);
  return values;
}
const roots = async () =>
  (await identity.rootKeys()).flatMap(({ purpose, epoch }) => (purpose === indexPurpose ? [epoch] : []));
const names = () => new Set([...identity.indexes.values()].map(({ index }) => index));

test("everybody is found as before under the new version; of the old one nothing is left, nor its root", async () => {
  for (const id of [1, 2]) await land(record(id));
  await land(record(3, { email: null }));
  expect(await rotationOn(identity).plan()).toEqual({ from: 1, to: 2, values: 6, resumed: false });
  const before = [...identity.indexes.values()].map(({ value }) => Buffer.from(value).toString("hex"));
  expect(await rotate(rotationOn(identity))).toBe(6);
  expect([names(), await roots()]).toEqual([new Set(["name-1/2", "email-2/2"]), [2]]);
  const exact = [...identity.indexes.values()].filter(({ value }) => value.length === 16);
  expect(exact.filter(({ value }) => before.includes(Buffer.from(value).toString("hex")))).toEqual([]);
  for (const id of [1, 2]) expect(await found(`personne${id}@example.test`)).toBe(1);
  expect(await foundByName("Exemple c 1984-07-31")).toHaveLength(1);
  expect(await rotate(rotationOn(identity))).toBe(6);
  expect([names(), await roots()]).toEqual([new Set(["name-1/3", "email-2/3"]), [3]]);
  expect(await found("personne1@example.test")).toBe(1);
});

test("while the old version drains both are asked; a sealer of before writes the new one alone", async () => {
  await land(record(1));
  await rotationOn(identity).begin(2);
  let asked = 0;
  const indexVersions = async () =>
    asked++ === 0 ? [{ version: 1, state: "active" as const }] : identity.indexVersions();
  sealer = createSealer({ identity: { ...identity, indexVersions }, kek, deployment: "test" });
  await land(record(2));
  for (const id of [1, 2]) expect(await found(`personne${id}@example.test`)).toBe(1);
  const [old, young] = ["email-2", "email-2/2"].map((name) =>
    [...identity.indexes.values()].filter(({ index }) => index === name),
  );
  expect([old?.length, young?.length]).toEqual([1, 1]);
  await land(record(1, { email: "autre@example.test", updated_at: at(21) }));
  expect([await found("personne1@example.test"), await found("autre@example.test")]).toEqual([0, 1]);
  expect(await rotationOn(identity).lagging({ from: 1, to: 2 })).toBe(0);
});

test("what was sealed before and is not merged yet lags, is found still, and catches up once it is merged", async () => {
  await land(record(1));
  const inFlight = await sealed(record(1, { email: "autre@example.test", updated_at: at(22) }));
  const steps = rotationOn(identity);
  const span = { from: 1, to: 2 };
  await steps.begin(2);
  expect(await sum(steps.reindex(span))).toBe(0);
  expect(await steps.lagging(span)).toBe(2);
  expect(await found("autre@example.test")).toBe(1);
  merge(inFlight);
  expect(await sum(steps.reindex(span))).toBe(2);
  expect(await steps.lagging(span)).toBe(0);
  await steps.end(1);
  expect([await found("personne1@example.test"), await found("autre@example.test")]).toEqual([0, 1]);
});

test("whose newest record did not fit is indexed as quarantine has it", async () => {
  await land(record(1));
  const misfit = await sealed(record(1, { email: "autre@example.test", points: "many", updated_at: at(22) }));
  misfits.push({ pid: misfit["_p"], table_key: "people", sealed: misfit["_u"] });
  misfits.push({ pid: misfit["_p"], table_key: "orders", sealed: misfit["_u"] }, { pid: misfit["_p"], sealed: null });
  expect(await rotate(rotationOn(identity))).toBe(2);
  expect(await found("autre@example.test")).toBe(1);
});

test("who left the open zone is indexed by their sealed row", async () => {
  merge(await sealed(record(1)), { updated_at: null });
  expect(await rotate(rotationOn(identity))).toBe(2);
  expect(await found("personne1@example.test")).toBe(1);
});

test("an instant that was kept to the millisecond is as new as the one that was indexed", async () => {
  await land(record(1));
  const [pid = ""] = stored.keys();
  for (const [field, index] of [
    ["lastName", "name-1"],
    ["email", "email-2"],
  ] as const)
    await identity.saveBlindIndexes(1, [
      { field, index, pid, value: Buffer.alloc(2), updatedAt: "2026-11-20T02:00:00.001Z" },
    ]);
  expect(await rotate(rotationOn(identity))).toBe(2);
});

test("a value that does not open holds nobody else up, and is told as one that lags", async () => {
  const altered = await land(record(1));
  stored.set(altered, { ...stored.get(altered), email: Buffer.alloc(80, 1).fill(1, 0, 2) });
  await land(record(2));
  const steps = rotationOn(identity);
  await steps.begin(2);
  expect(await sum(steps.reindex({ from: 1, to: 2 }))).toBe(3);
  expect(await steps.lagging({ from: 1, to: 2 })).toBe(1);
});

test("a store that is away while values are opened ends the step, which is tried again", async () => {
  await land(record(1));
  const away = { ...identity, findByPid: () => Promise.reject(new Error("away")) };
  const steps = createIndexRotation({
    identity,
    kek,
    opener: createExportOpener({ identity: away, kek, deployment: "test" }),
    database,
    tables: [people],
    valuesOf: (_, pids) => said(JSON.stringify(pids)),
    misfitsOf: said,
  });
  await steps.begin(2);
  await expect(sum(steps.reindex({ from: 1, to: 2 }))).rejects.toThrow("away");
});

test("a version that is written is not ended, and one that is written no more takes no rotation", async () => {
  await land(record(1));
  const steps = rotationOn(identity);
  const told =
    "is not the one that this rotation takes it for: another was begun or ended meanwhile. Start the rotation again: it looks which version is written.";
  await expect(steps.end(1)).rejects.toMatchObject({
    code: "pii.index-in-use",
    message: `Version 1 of the blind indexes ${told}`,
  });
  await steps.begin(2);
  await steps.begin(3);
  await expect(sum(steps.reindex({ from: 1, to: 2 }))).rejects.toMatchObject({ code: "pii.index-in-use" });
});

test("where a page finds its version draining twice, sealing is tried again", async () => {
  const stuck = createSealer({
    identity: { ...identity, saveBlindIndexes: async () => false },
    kek,
    deployment: "test",
  });
  await expect(stuck.sealPage(people, [record(1)], places)).rejects.toMatchObject({
    code: "pii.index-draining",
    retryable: true,
    message:
      "The blind indexes went to another version twice while a page was sealed. It is tried again under the version that follows.",
  });
});

describe("a rotation that is cut off", () => {
  /** A rotation on a store and a vault that are cut off at one of their changes. */
  function mortalRotation(cut: number, when: When): IndexRotation & { readonly calls: () => number } {
    const { mortal, calls } = cutOff(cut, when);
    const store: IdentityStore = {
      ...identity,
      saveRootKey: mortal(identity.saveRootKey),
      beginIndexVersion: mortal(identity.beginIndexVersion),
      saveBlindIndexes: mortal(identity.saveBlindIndexes),
      endIndexVersion: mortal(identity.endIndexVersion),
      dropRootKey: mortal(identity.dropRootKey),
    };
    return { ...rotationOn(store, { ...kek, wrap: mortal(kek.wrap) }), calls };
  }

  test("goes on from any of its changes, whether that was made or not, and everybody is found all the while", async () => {
    for (const id of [1, 2]) await land(record(id));
    const everybody = async () => [await found("personne1@example.test"), await found("personne2@example.test")];
    const whole = mortalRotation(Number.POSITIVE_INFINITY, "before");
    await rotate(whole);
    expect(whole.calls()).toBeGreaterThan(6);
    for (let cut = 1; cut <= whole.calls(); cut++)
      for (const when of ["before", "after"] as const) {
        await rotate(mortalRotation(cut, when)).catch((error: unknown) => expect(String(error)).toContain("killed"));
        expect(await everybody(), `${when} change ${cut}`).toEqual([1, 1]);
        await rotate(rotationOn(identity));
        expect(await everybody(), `${when} change ${cut}`).toEqual([1, 1]);
        expect(await roots()).toHaveLength(1);
        expect(names().size).toBe(2);
      }
  });
});
