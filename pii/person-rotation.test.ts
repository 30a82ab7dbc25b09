import { beforeEach, describe, expect, test } from "vitest";
import type { ApiRecord, LandedRow } from "../core/landed-row.ts";
import type { IdentityStore } from "../core/ports/identity-store.ts";
import type { PersonRotation } from "../core/ports/person-rotation.ts";
import type { ResealPort } from "../core/ports/reseal.ts";
import type { Opener, Sealer } from "../core/ports/sealer.ts";
import { isSealed } from "../core/spec/column.ts";
import { sampleTable } from "../test/contracts/sample-orders.ts";
import { memoryIdentityStore } from "../test/fakes/memory-identity-store.ts";
import { sealedRows } from "../test/fakes/sealed-rows.ts";
import { throwAwayKek } from "../test/fakes/throw-away-kek.ts";
import { cutOff, type When } from "../test/harness/cut-off.ts";
import { createEpochRotation } from "./epoch-rotation.ts";
import { createOpener } from "./create-opener.ts";
import { createSealer } from "./create-sealer.ts";
import { findPeople } from "./find-people.ts";
import type { Kek } from "./kek.ts";
import { createKeyring } from "./keyring.ts";
import { createPersonRotation } from "./person-rotation.ts";
import { sealedKid } from "./sealed-value.ts";

const [people, orders] = [sampleTable("people"), sampleTable("orders")];
const places = new Map([["places", () => ({ code: null })]]);
const record = (id: number, over: ApiRecord = {}): ApiRecord => ({
  id,
  last_name: `Exemple ${id}`,
  email: `personne${id}@example.test`,
  points: 1,
  updated_at: "2026-11-20T02:00:00Z",
  ...over,
});
const order = (id: number, person: number): ApiRecord => ({
  id,
  person_id: person,
  comment: `de ${person}`,
  total: "1.00",
  ordered_at: "2026-11-20T02:00:00Z",
  updated_at: "2026-11-20T02:00:00Z",
});

/** The store's clock, in milliseconds. */
let clock: number;
const instant = (at = clock): string => new Date(at).toISOString();
const dayMs = 86_400_000;
let identity: ReturnType<typeof memoryIdentityStore>;
let kek: Kek;
let sealer: Sealer;
let opener: Opener;
let stored: ReturnType<typeof sealedRows>;
beforeEach(async () => {
  clock = Date.parse("2026-11-28T05:00:00.000Z");
  identity = memoryIdentityStore(() => new Date(clock));
  kek = await throwAwayKek();
  sealer = createSealer({ identity, kek, deployment: "test" });
  opener = createOpener({ identity, kek, deployment: "test" });
  stored = sealedRows();
});

const said = (text: string) => ({ postgres: { text, params: [] }, mssql: { text, params: [] } });
const rotationOn = (store: IdentityStore, port: ResealPort = stored): PersonRotation =>
  createPersonRotation({
    identity: store,
    kek,
    database: { ...stored, ...port },
    tables: [people, orders, sampleTable("places")],
    deployment: "test",
    sealedOf: (table, pid) => (table.key === "places" ? undefined : said(`${table.key} ${pid}`)),
    misfitsOf: (pid) => said(`misfits ${pid}`),
  });

async function seal(table: typeof people, one: ApiRecord): Promise<LandedRow> {
  return (await sealer.sealPage(table, [one], places)).rows[0] ?? {};
}
/** Put a landed row into its table, or a record that does not fit into quarantine. */
function merge(table: typeof people, row: LandedRow): void {
  const pid = String(row["_p"]);
  if ("_misfit" in row) return void stored.misfits.push({ pid, table_key: table.key, sealed: String(row["_u"]) });
  const cells = new Map(
    table.columns.filter(isSealed).flatMap(({ name, physical }) => {
      const value = row[name];
      return typeof value === "string" ? [[physical, Buffer.from(value, "base64url")] as const] : [];
    }),
  );
  const known = stored.rows.find(({ table: key, key: id }) => key === table.key && id === row["id"]);
  if (known !== undefined) stored.rows.splice(stored.rows.indexOf(known), 1);
  stored.rows.push({ pid, table: table.key, key: row["id"], cells });
}
const land = async (table: typeof people, one: ApiRecord): Promise<LandedRow> => {
  const row = await seal(table, one);
  merge(table, row);
  return row;
};

const request = "R1";
async function asked(id: number, filed = request): Promise<void> {
  const by = { identity, keyring: createKeyring(identity, kek), tables: [people] };
  await identity.fileRequest(filed, "2026-11-28T05:00:00.000Z", await findPeople(by, "source-id", String(id)));
}
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
  await steps.renew(request);
  const sealed = await reseal(steps);
  await steps.end(request, instant());
  return sealed;
}

/** What every stored value of everybody says, opened. */
async function told(): Promise<readonly (string | null)[]> {
  const values: (string | null)[] = [];
  for (const { pid, table, key, cells } of stored.rows) {
    const spec = sampleTable(table);
    for (const { name, physical } of spec.columns.filter(isSealed)) {
      const cell = cells.get(physical);
      if (cell === undefined) continue;
      const row = { id: String(key), _p: pid, [name]: cell.toString("base64url") };
      values.push(await opener.openValue(spec, row, name));
    }
  }
  for (const { pid, table_key: table, sealed } of stored.misfits)
    values.push(JSON.stringify(await opener.openRecord(sampleTable(table), { _u: sealed, _p: pid })));
  return values;
}
const kids = () =>
  new Set([
    ...stored.rows.flatMap(({ cells }) =>
      [...cells.values()].map((cell) => Buffer.from(sealedKid(cell)).toString("hex")),
    ),
    ...stored.misfits.map(({ sealed }) => Buffer.from(sealedKid(Buffer.from(sealed, "base64url"))).toString("hex")),
  ]);

/** Two people with a fact each; the first has a record that does not fit, too. */
async function twoPeople(): Promise<void> {
  for (const id of [1, 2]) {
    await land(people, record(id));
    await land(orders, order(90 + id, id));
  }
  await land(people, record(1, { points: "many", updated_at: "2026-11-21T02:00:00Z" }));
  await asked(1);
}

test("whom a request names has another key; their rows, facts and records in quarantine are sealed under it, nobody else's", async () => {
  await twoPeople();
  const [before, values] = [kids(), await told()];
  const steps = rotationOn(identity);
  expect(await steps.plan(request)).toEqual({
    people: 1,
    draining: 0,
    tables: [
      { table: "people", values: 3 },
      { table: "orders", values: 1 },
    ],
  });
  expect(await steps.renew(request)).toBe(1);
  expect(await steps.verify(request)).toEqual({ opened: 0, former: 4 });
  expect(await told()).toEqual(values);
  expect(await reseal(steps)).toBe(4);
  expect(await steps.verify(request)).toEqual({ opened: 4, former: 0 });
  expect(await steps.end(request, instant())).toBe(1);
  expect(await told()).toEqual(values);
  expect([before.size, kids().size, kids().intersection(before).size]).toEqual([2, 2, 1]);
});

test("a sealer that held the key before seals under the new one from the next page on", async () => {
  await twoPeople();
  await rotationOn(identity).renew(request);
  const row = await land(people, record(1, { email: "autre@example.test", updated_at: "2026-11-22T02:00:00Z" }));
  const subject = (await identity.findByPid(String(row["_p"])))?.lookup ?? "";
  const sealed = Buffer.from(String(row["email"]), "base64url");
  expect(Buffer.from(sealedKid(sealed)).equals(Buffer.from((await identity.formerKey(subject))?.kid ?? []))).toBe(
    false,
  );
});

test("what a load sealed under the key before opens when it is merged later, and is sealed anew before that key goes", async () => {
  await twoPeople();
  const inFlight = await seal(people, record(1, { email: "autre@example.test", updated_at: "2026-11-22T02:00:00Z" }));
  const steps = rotationOn(identity);
  await steps.renew(request);
  await reseal(steps);
  merge(people, inFlight);
  expect(await told()).toContain("autre@example.test");
  await expect(steps.end(request, instant())).rejects.toMatchObject({
    code: "pii.key-in-use",
    retryable: true,
    message:
      "A key that drains is not destroyed: 2 values are sealed under it still. They are sealed anew first: it is tried again.",
  });
  expect(await reseal(steps)).toBe(2);
  expect(await steps.end(request, instant())).toBe(1);
  expect(await told()).toContain("autre@example.test");
});

test("of two requests about one person, the time of one ends no key that the rotation of the other made since", async () => {
  await twoPeople();
  await asked(1, "R2");
  const steps = rotationOn(identity);
  expect(await steps.drainingSince(request)).toEqual([]);
  await steps.renew(request);
  await reseal(steps);
  const first = instant();
  expect(await steps.drainingSince("R2")).toEqual([first]);
  clock += 36 * dayMs;
  expect(await steps.end(request, first)).toBe(1);
  clock += dayMs;
  const inFlight = await seal(people, record(1, { email: "autre@example.test", updated_at: "2026-11-22T02:00:00Z" }));
  await steps.renew(request);
  await reseal(steps);
  expect(await steps.end("R2", instant(clock - 1))).toBe(0);
  merge(people, inFlight);
  expect(await told()).toContain("autre@example.test");
  await reseal(steps);
  expect(await steps.drainingSince("R2")).toEqual([instant()]);
  expect(await steps.end("R2", instant())).toBe(1);
});

test("what is landed under a key that was destroyed opens no more; what is sealed since does", async () => {
  await twoPeople();
  const lost = await seal(people, record(1));
  await rotate(rotationOn(identity));
  await expect(opener.openValue(people, lost, "email")).rejects.toMatchObject({ code: "pii.wrong-key" });
  expect(await opener.openValue(people, await seal(people, record(1)), "email")).toBe("personne1@example.test");
});

test("the key that drains moves with its person to another epoch", async () => {
  await twoPeople();
  const values = await told();
  await rotationOn(identity).renew(request);
  const epochs = createEpochRotation(identity, kek);
  const { from, to } = await epochs.plan();
  await epochs.begin(to);
  await epochs.move({ from, to }, 1_000, () => undefined);
  await epochs.verify(to, () => undefined);
  await epochs.end(from);
  expect(await told()).toEqual(values);
  expect(await rotate(rotationOn(identity))).toBe(4);
});

test("in an epoch that drains no key is renewed: it is tried again once the person has moved", async () => {
  await twoPeople();
  await createEpochRotation(identity, kek).begin(2);
  await expect(rotationOn(identity).renew(request)).rejects.toMatchObject({ code: "pii.epoch-draining" });
});

test("who is erased meanwhile has neither key, and the rest of the rotation is about nobody", async () => {
  await twoPeople();
  const steps = rotationOn(identity);
  await steps.renew(request);
  await identity.blankRequest(request, "2026-11-28T06:00:00.000Z");
  expect(await reseal(steps)).toBe(0);
  expect([await steps.verify(request), await steps.end(request, instant())]).toEqual([{ opened: 0, former: 0 }, 0]);
});

test("a value that was altered is passed over: it opened under no key before either", async () => {
  await twoPeople();
  const cell = stored.rows[0]?.cells.get("email");
  cell?.writeUInt8((cell.at(-1) ?? 0) ^ 1, cell.length - 1);
  expect(await rotate(rotationOn(identity))).toBe(3);
});

test("a request that was never filed is told", async () => {
  await expect(rotationOn(identity).plan("R0")).rejects.toMatchObject({ code: "dsr.unknown-request" });
});

describe("a rotation that is cut off", () => {
  /** A rotation on stores that are cut off at one of their changes. */
  function mortalRotation(cut: number, when: When): PersonRotation & { readonly calls: () => number } {
    const { mortal, calls } = cutOff(cut, when);
    const [renewKey, endFormerKey] = [mortal(identity.renewKey), mortal(identity.endFormerKey)];
    const port = { resealRows: mortal(stored.resealRows), resealMisfits: mortal(stored.resealMisfits) };
    return { ...rotationOn({ ...identity, renewKey, endFormerKey }, port), calls };
  }

  test("goes on from any of its changes, whether that was made or not, and everything opens all the while", async () => {
    await twoPeople();
    const values = await told();
    const whole = mortalRotation(Number.POSITIVE_INFINITY, "before");
    await rotate(whole);
    expect(whole.calls()).toBe(5);
    for (let cut = 1; cut <= whole.calls(); cut++)
      for (const when of ["before", "after"] as const) {
        const before = kids();
        await expect(rotate(mortalRotation(cut, when))).rejects.toThrow("killed");
        expect(await told(), `${when} change ${cut}`).toEqual(values);
        await rotate(rotationOn(identity));
        expect(await told(), `${when} change ${cut}`).toEqual(values);
        expect(kids().intersection(before).size, `${when} change ${cut}`).toBe(1);
      }
  });
});
