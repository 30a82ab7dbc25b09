import { beforeEach, expect, test } from "vitest";
import type { LandedRow } from "../core/landed-row.ts";
import type { IdentityStore } from "../core/ports/identity-store.ts";
import { sampleTable } from "../test/contracts/sample-orders.ts";
import { personRecord, rotatedPeople } from "../test/harness/rotated-people.ts";
import { createEpochRotation } from "./epoch-rotation.ts";
import { createOpener } from "./create-opener.ts";
import { createSealer } from "./create-sealer.ts";
import { sealedKid } from "./sealed-value.ts";

const people = sampleTable("people");
const places = new Map([["places", () => ({ code: null })]]);
/** A store whose next answer about people is held back, until it is let go. */
function holding(identity: IdentityStore) {
  const [reached, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let isHeld = false;
  const once = async <Result>(answer: Result): Promise<Result> => {
    if (!isHeld) return answer;
    isHeld = false;
    reached.resolve();
    await go.promise;
    return answer;
  };
  const store: IdentityStore = {
    ...identity,
    findSubjects: async (lookups) => once(await identity.findSubjects(lookups)),
    findByPid: async (pid) => once(await identity.findByPid(pid)),
  };
  return { store, hold: () => (isHeld = true), reached: reached.promise, go: () => go.resolve() };
}

let held: Awaited<ReturnType<typeof rotatedPeople>>;
let beside: ReturnType<typeof holding>;
beforeEach(async () => {
  held = await rotatedPeople(Date.now, "R1");
  beside = holding(held.identity);
  await held.twoPeople();
});

const sealerOn = (identity: IdentityStore, now?: () => number) => {
  const sealer = createSealer({ identity, kek: held.kek, deployment: "test", ...(now && { now }) });
  return async (...ids: readonly number[]): Promise<readonly LandedRow[]> =>
    (
      await sealer.sealPage(
        people,
        ids.map((id) => personRecord(id)),
        places,
      )
    ).rows;
};
const kidOf = (row: LandedRow | undefined): string =>
  Buffer.from(sealedKid(Buffer.from(String(row?.["email"]), "base64url"))).toString("hex");
const renew = () => held.renew(held.rotationOn(held.identity));
async function endEpoch(): Promise<void> {
  const rotation = createEpochRotation(held.identity, held.kek);
  const span = await rotation.plan();
  await rotation.begin(span.to);
  await rotation.move(span, 1_000, () => undefined);
  await rotation.end(span.from);
}

test("a key of before that one page found is kept by no page after it, when a page beside it saw the change first", async () => {
  const seal = sealerOn(beside.store);
  beside.hold();
  const page = seal(1);
  await beside.reached;
  await renew();
  await seal(2);
  beside.go();
  const [[before], [after]] = [await page, await seal(1)];
  expect(kidOf(after)).not.toBe(kidOf(before));
  expect(kidOf(after)).toBe(kidOf((await sealerOn(held.identity)(1))[0]));
});

test("a person whom a page knew keeps their pseudonym in it, though a page beside it had everybody forgotten", async () => {
  const seal = sealerOn(beside.store);
  const [known] = await seal(1);
  beside.hold();
  const page = seal(1, 3);
  await beside.reached;
  await renew();
  await seal(2);
  beside.go();
  const rows = await page;
  expect(rows.map((row) => row["_p"])).toEqual([known?.["_p"], expect.stringMatching(/^[0-9a-f-]{36}$/)]);
  expect(kidOf(rows[0])).toBe(kidOf(known));
});

test("a sealer that forgot an epoch's key, and then makes somebody new after its end, makes them under the next", async () => {
  let now = Date.now();
  const seal = sealerOn(held.identity, () => now);
  await seal(4);
  await endEpoch();
  now += 13 * 3_600_000;
  const [row] = await seal(5);
  expect((await held.identity.findByPid(String(row?.["_p"])))?.epoch).toBe(2);
  expect(await held.opener.openValue(people, row ?? {}, "email")).toBe("personne5@example.test");
});

test("who is found just before their epoch ends is sealed and opened all the same", async () => {
  const [row = {}] = await sealerOn(held.identity)(1);
  const opener = createOpener({ identity: beside.store, kek: held.kek, deployment: "test" });
  beside.hold();
  const opened = opener.openValue(people, row, "email");
  await beside.reached;
  await endEpoch();
  beside.go();
  expect(await opened).toBe("personne1@example.test");
  const later = holding(held.identity);
  const seal = sealerOn(later.store);
  later.hold();
  const page = seal(1);
  await later.reached;
  await endEpoch();
  later.go();
  expect(kidOf((await page)[0])).toBe(kidOf(row));
});

test("a value of a key before opens, though another key is made between its person and the keys that drain", async () => {
  const [row = {}] = await sealerOn(held.identity)(1);
  await renew();
  const opener = createOpener({ identity: beside.store, kek: held.kek, deployment: "test" });
  beside.hold();
  const opened = opener.openValue(people, row, "email");
  await beside.reached;
  await renew();
  beside.go();
  expect(await opened).toBe("personne1@example.test");
});
