import { beforeEach, expect, test } from "vitest";
import type { Statement } from "../core/ports/database.ts";
import type { Opener, Sealer } from "../core/ports/sealer.ts";
import { memoryIdentityStore } from "../test/fakes/memory-identity-store.ts";
import { peopleTable } from "../test/fakes/people-table.ts";
import { throwAwayKek } from "../test/fakes/throw-away-kek.ts";
import { createSealer } from "./create-sealer.ts";
import { createRequestDesk, type RequestDesk } from "./request-desk.ts";
import { nobody } from "./seal-record.ts";

const people = peopleTable("people");
const at = "2026-11-28T05:00:00.000Z";
const places = new Map([["places", () => ({ code: null })]]);
const record = (id: number) => ({ id, last_name: "Exemple", points: 1, updated_at: "2026-11-01T00:00:00Z" });
const said = (text: string): Statement => ({ postgres: { text, params: [] }, mssql: { text, params: [] } });

let identity: ReturnType<typeof memoryIdentityStore>;
let sealer: Sealer;
let desk: RequestDesk;
/** Records that were merged into others, by the source's ids. */
let merges: (readonly [record: number, into: number])[];
/** Pseudonyms by the source's ids. */
let pids: Map<number, string>;
let hidden: readonly string[];

const sealed = (ids: readonly number[]) => sealer.sealPage(people, ids.map(record), places);

beforeEach(async () => {
  identity = memoryIdentityStore();
  const kek = await throwAwayKek();
  sealer = createSealer({ identity, kek, deployment: "test" });
  [merges, pids, hidden] = [[], new Map(), []];
  const ids = [1, 2, 3, 4, 5];
  for (const [index, { id }] of (await sealed(ids)).rows.entries()) pids.set(ids[index] ?? 0, String(id));
  const none = async (): Promise<never> => Promise.reject(new Error("nothing is opened here"));
  const opener: Opener = { openValue: none, openRecord: none };
  desk = createRequestDesk({
    identity,
    kek,
    opener,
    database: {
      read: async ({ postgres: { text } }) => {
        const asked = new Set<unknown>(JSON.parse(text));
        const rows = merges.map(([from, to]) => ({ record: pids.get(from), into: pids.get(to) ?? nobody }));
        return rows.filter(({ record, into }) => asked.has(record) || asked.has(into));
      },
      hidePeople: async (given) => ((hidden = given), given.length),
      showPeople: async () => undefined,
    },
    tables: [people],
    rowsOf: () => undefined,
    sealedOf: () => undefined,
    misfitsOf: () => said("[]"),
    mergedOf: (_, given) => said(JSON.stringify(given)),
    now: () => new Date(at),
    newId: () => "R",
  });
});

test.each([1, 3])(
  "a request about record %i is about all that the source merged with it, whatever the chain",
  async (id) => {
    merges = [
      [1, 2],
      [2, 3],
      [4, 3],
    ];
    expect((await desk.open("source-id", String(id))).people).toBe(4);
    const about = (await identity.requestPeople("R")).map(({ pid }) => pid);
    expect(new Set(about)).toEqual(new Set([1, 2, 3, 4].map((record) => pids.get(record))));
  },
);

test("records that were merged in a ring are each taken up once", async () => {
  merges = [
    [1, 2],
    [2, 1],
  ];
  expect((await desk.open("source-id", "2")).people).toBe(2);
});

test("people who were merged into nobody's pseudonym are not each other", async () => {
  merges = [
    [1, 99],
    [2, 99],
  ];
  expect((await desk.open("source-id", "1")).people).toBe(1);
});

test("what the source merged since a request was filed is restricted with it, exported, and gathered for its erasure", async () => {
  await desk.open("source-id", "1");
  merges = [[2, 1]];
  expect((await desk.restrict("R", "restrict")).people).toBe(2);
  expect(new Set(hidden)).toEqual(new Set([pids.get(1), pids.get(2)]));
  merges = [...merges, [3, 2]];
  expect((await desk.exported("R")).people).toHaveLength(3);
  merges = [...merges, [4, 1]];
  await desk.gather("R");
  expect((await desk.show("R")).people).toBe(4);
});

test("a merged record stays out of the next feed with the person it was merged into; records of others come", async () => {
  merges = [[1, 2]];
  await desk.open("source-id", "2");
  await identity.blankRequest("R", at);
  const { rows, erased } = await sealed([1, 2, 5]);
  expect([rows.map(({ id }) => id), erased]).toEqual([[pids.get(5)], 2]);
});

test("a request that was closed takes nobody up", async () => {
  await desk.open("source-id", "1");
  await identity.closeRequest("R", at, "{}");
  merges = [[2, 1]];
  await desk.gather("R");
  expect(await identity.request("R")).toMatchObject({ people: 1 });
  await expect(desk.gather("S")).rejects.toMatchObject({ code: "dsr.unknown-request" });
});
