import { expect, test } from "vitest";
import type { RowsOfPeople } from "../core/ports/erasure.ts";
import { erasingDatabase } from "../test/fakes/erasing-database.ts";
import { memoryIdentityStore } from "../test/fakes/memory-identity-store.ts";
import { memoryObjectStore } from "../test/fakes/memory-object-store.ts";
import { throwAwayKek } from "../test/fakes/throw-away-kek.ts";
import { createErasures } from "./create-erasures.ts";
import { createOpener } from "./create-opener.ts";
import { erasureProof } from "./erasure-proof.ts";

const at = "2026-11-28T05:00:00.000Z";

async function erasuresOf(left: readonly RowsOfPeople[]) {
  const [identity, kek] = [memoryIdentityStore(), await throwAwayKek()];
  const erasures = createErasures({
    identity,
    kek,
    facts: "together",
    opener: createOpener({ identity, kek, deployment: "test" }),
    database: { ...erasingDatabase(), countPeople: async () => left },
    store: memoryObjectStore(),
    tables: [],
    register: undefined,
    trialOf: async () => undefined,
  });
  return { identity, erasures };
}

test.each([
  [{ table: "people_daily", open: 0, sealed: 0, mart: 2 }, 2],
  [{ table: "people", open: 1, sealed: 1, quarantined: 1 }, 3],
])("an erasure is not proven while a table, a mart or quarantine holds rows: %j", async (left, rows) => {
  const { identity, erasures } = await erasuresOf([left]);
  await identity.fileRequest("R", at, []);
  await expect(erasures.prove("R")).rejects.toMatchObject({
    code: "dsr.unproven",
    message: expect.stringContaining(`: ${rows} rows and 0 blind index values are left`),
  });
});

test("a certificate keeps what its proof looked at, unless nobody had a key left to be proven", async () => {
  const { identity, erasures } = await erasuresOf([]);
  const person = { lookup: "a".repeat(32), pid: "00000000-0000-4000-8000-000000000001", epoch: 1 };
  await identity.beginEpoch(1);
  await identity.createSubjects([{ ...person, wrappedKey: Buffer.alloc(60), kid: Buffer.alloc(16) }]);
  const proofOf = async (request: string) => {
    await identity.fileRequest(request, at, [person.lookup]);
    await erasures.blank(request, at);
    await erasures.certify(request, { erasedAt: at, rows: [], epochDueAt: null });
    return JSON.parse((await identity.request(request))?.certificate ?? "{}").proof;
  };
  expect(await proofOf("R")).toEqual(erasureProof);
  expect(await proofOf("S")).toBeUndefined();
});
