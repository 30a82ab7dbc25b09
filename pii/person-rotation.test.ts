import { beforeEach, describe, expect, test } from "vitest";
import type { PersonRotation } from "../core/ports/person-rotation.ts";
import { sampleTable } from "../test/contracts/sample-orders.ts";
import { cutOff, type When } from "../test/harness/cut-off.ts";
import { personRecord as record, rotatedPeople } from "../test/harness/rotated-people.ts";
import { createEpochRotation } from "./epoch-rotation.ts";
import { sealedKid } from "./sealed-value.ts";

const people = sampleTable("people");
const request = "R1";
const dayMs = 86_400_000;
/** The store's clock, in milliseconds. */
let clock: number;
const instant = (at = clock): string => new Date(at).toISOString();
let held: Awaited<ReturnType<typeof rotatedPeople>>;
beforeEach(async () => {
  clock = Date.parse("2026-11-28T05:00:00.000Z");
  held = await rotatedPeople(() => clock, request);
});

async function reseal(steps: PersonRotation): Promise<number> {
  let sealed = 0;
  for await (const { values, bytes, write } of steps.reseal(request)) {
    expect(bytes).toBeGreaterThan(values * 47);
    await write();
    sealed += values;
  }
  return sealed;
}
async function rotate(steps: PersonRotation): Promise<number> {
  await held.renew(steps);
  const sealed = await reseal(steps);
  await steps.end(request, instant());
  return sealed;
}

test("whom a request names has another key; their rows, facts and records in quarantine are sealed under it, nobody else's", async () => {
  await held.twoPeople();
  const [before, values] = [held.kids(), await held.told()];
  const steps = held.rotationOn(held.identity);
  expect(await steps.plan(request)).toEqual({
    people: 1,
    draining: 0,
    renewed: 0,
    tables: [
      { table: "people", values: 3 },
      { table: "orders", values: 1 },
    ],
  });
  expect(await held.renew(steps)).toBe(1);
  expect(await steps.verify(request)).toEqual({ opened: 0, former: 4 });
  expect(await held.told()).toEqual(values);
  expect(await reseal(steps)).toBe(4);
  expect(await steps.verify(request)).toEqual({ opened: 4, former: 0 });
  expect(await steps.end(request, instant())).toBe(1);
  expect(await held.told()).toEqual(values);
  expect([before.size, held.kids().size, held.kids().intersection(before).size]).toEqual([2, 2, 1]);
});

test("a sealer that held the key before seals under the new one from the next page on", async () => {
  await held.twoPeople();
  await held.renew(held.rotationOn(held.identity));
  const row = await held.land(people, record(1, { email: "autre@example.test", updated_at: "2026-11-22T02:00:00Z" }));
  const subject = (await held.identity.findByPid(String(row["_p"])))?.lookup ?? "";
  const sealed = Buffer.from(String(row["email"]), "base64url");
  const [before] = await held.identity.formerKeys(subject);
  expect(Buffer.from(sealedKid(sealed)).equals(Buffer.from(before?.kid ?? []))).toBe(false);
});

test("what a load sealed under the key before opens when it is merged later, and is sealed anew before that key goes", async () => {
  await held.twoPeople();
  const inFlight = await held.seal(
    people,
    record(1, { email: "autre@example.test", updated_at: "2026-11-22T02:00:00Z" }),
  );
  const steps = held.rotationOn(held.identity);
  await held.renew(steps);
  await reseal(steps);
  held.merge(people, inFlight);
  expect(await held.told()).toContain("autre@example.test");
  await expect(steps.end(request, instant())).rejects.toMatchObject({
    code: "pii.key-in-use",
    retryable: true,
    message:
      "A key that drains is not destroyed: 2 values are sealed under it still. They are sealed anew first: it is tried again.",
  });
  expect(await reseal(steps)).toBe(2);
  expect(await steps.end(request, instant())).toBe(1);
  expect(await held.told()).toContain("autre@example.test");
});

test("of two requests about one person, the time of one ends no key that the rotation of the other made since", async () => {
  await held.twoPeople();
  await held.asked(1, "R2");
  const steps = held.rotationOn(held.identity);
  expect(await steps.drainingSince(request)).toEqual([]);
  await held.renew(steps);
  await reseal(steps);
  const first = instant();
  expect(await steps.drainingSince("R2")).toEqual([first]);
  clock += 36 * dayMs;
  expect(await steps.end(request, first)).toBe(1);
  clock += dayMs;
  const inFlight = await held.seal(
    people,
    record(1, { email: "autre@example.test", updated_at: "2026-11-22T02:00:00Z" }),
  );
  await held.renew(steps);
  await reseal(steps);
  expect(await steps.end("R2", instant(clock - 1))).toBe(0);
  held.merge(people, inFlight);
  expect(await held.told()).toContain("autre@example.test");
  await reseal(steps);
  expect(await steps.drainingSince("R2")).toEqual([instant()]);
  expect(await steps.end("R2", instant())).toBe(1);
});

test("a key is renewed again while the one before it drains: both open what they sealed, and each goes on its own day", async () => {
  await held.twoPeople();
  const values = await held.told();
  const steps = held.rotationOn(held.identity);
  const ofFirst = await held.seal(people, record(1));
  await held.renew(steps);
  await reseal(steps);
  const first = instant();
  const ofSecond = await held.seal(people, record(1));
  clock += 10 * dayMs;
  const before = held.kids();
  await held.renew(steps);
  expect(await steps.plan(request)).toMatchObject({ people: 1, draining: 1, renewed: 2 });
  expect(await steps.verify(request)).toEqual({ opened: 0, former: 4 });
  expect(await reseal(steps)).toBe(4);
  expect(await steps.drainingSince(request)).toEqual([first, instant()]);
  expect(held.kids().intersection(before).size).toBe(1);
  for (const row of [ofFirst, ofSecond]) expect(await held.opener.openValue(people, row, "email")).toContain("@");
  held.merge(people, ofFirst);
  await expect(steps.end(request, first)).rejects.toMatchObject({ code: "pii.key-in-use" });
  expect(await reseal(steps)).toBe(2);
  expect(await steps.end(request, first)).toBe(1);
  await expect(held.opener.openValue(people, ofFirst, "email")).rejects.toMatchObject({ code: "pii.wrong-key" });
  expect(await held.opener.openValue(people, ofSecond, "email")).toContain("@");
  expect(await steps.end(request, instant())).toBe(1);
  expect(new Set(await held.told())).toEqual(new Set(values));
});

test("a step of one order that is done again makes no further key", async () => {
  await held.twoPeople();
  const steps = held.rotationOn(held.identity);
  const { renewed } = await steps.plan(request);
  for (const _ of [1, 2]) expect(await steps.renew(request, renewed)).toBe(1);
  expect(await steps.drainingSince(request)).toHaveLength(1);
});

test("what is landed under a key that was destroyed opens no more; what is sealed since does", async () => {
  await held.twoPeople();
  const lost = await held.seal(people, record(1));
  await rotate(held.rotationOn(held.identity));
  await expect(held.opener.openValue(people, lost, "email")).rejects.toMatchObject({ code: "pii.wrong-key" });
  expect(await held.opener.openValue(people, await held.seal(people, record(1)), "email")).toBe(
    "personne1@example.test",
  );
});

test("the keys that drain move with their person to another epoch", async () => {
  await held.twoPeople();
  const values = await held.told();
  for (const _ of [1, 2]) await held.renew(held.rotationOn(held.identity));
  const epochs = createEpochRotation(held.identity, held.kek);
  const { from, to } = await epochs.plan();
  await epochs.begin(to);
  await epochs.move({ from, to }, 1_000, () => undefined);
  await epochs.verify(to, () => undefined);
  await epochs.end(from);
  expect(await held.told()).toEqual(values);
  expect(await rotate(held.rotationOn(held.identity))).toBe(4);
});

test("in an epoch that drains no key is renewed: it is tried again once the person has moved", async () => {
  await held.twoPeople();
  await createEpochRotation(held.identity, held.kek).begin(2);
  await expect(held.renew(held.rotationOn(held.identity))).rejects.toMatchObject({ code: "pii.epoch-draining" });
});

test("who is erased meanwhile has neither key, and the rest of the rotation is about nobody", async () => {
  await held.twoPeople();
  const steps = held.rotationOn(held.identity);
  await held.renew(steps);
  await held.identity.blankRequest(request, "2026-11-28T06:00:00.000Z");
  expect(await reseal(steps)).toBe(0);
  expect([await steps.verify(request), await steps.end(request, instant())]).toEqual([{ opened: 0, former: 0 }, 0]);
});

test("a value that was altered is passed over: it opened under no key before either", async () => {
  await held.twoPeople();
  const cell = held.stored.rows[0]?.cells.get("email");
  cell?.writeUInt8((cell.at(-1) ?? 0) ^ 1, cell.length - 1);
  expect(await rotate(held.rotationOn(held.identity))).toBe(3);
});

test("a request that was never filed is told", async () => {
  await expect(held.rotationOn(held.identity).plan("R0")).rejects.toMatchObject({ code: "dsr.unknown-request" });
});

describe("a rotation that is cut off", () => {
  /** A rotation on stores that are cut off at one of their changes. */
  function mortalRotation(cut: number, when: When): PersonRotation & { readonly calls: () => number } {
    const { mortal, calls } = cutOff(cut, when);
    const [renewKey, endFormerKey] = [mortal(held.identity.renewKey), mortal(held.identity.endFormerKey)];
    const port = { resealRows: mortal(held.stored.resealRows), resealMisfits: mortal(held.stored.resealMisfits) };
    return { ...held.rotationOn({ ...held.identity, renewKey, endFormerKey }, port), calls };
  }

  test("goes on from any of its changes, whether that was made or not, and everything opens all the while", async () => {
    await held.twoPeople();
    const values = await held.told();
    const whole = mortalRotation(Number.POSITIVE_INFINITY, "before");
    await rotate(whole);
    expect(whole.calls()).toBe(5);
    for (let cut = 1; cut <= whole.calls(); cut++)
      for (const when of ["before", "after"] as const) {
        const before = held.kids();
        await expect(rotate(mortalRotation(cut, when))).rejects.toThrow("killed");
        expect(await held.told(), `${when} change ${cut}`).toEqual(values);
        await rotate(held.rotationOn(held.identity));
        expect(await held.told(), `${when} change ${cut}`).toEqual(values);
        expect(held.kids().intersection(before).size, `${when} change ${cut}`).toBe(1);
      }
  });
});
