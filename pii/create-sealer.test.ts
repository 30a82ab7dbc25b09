import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import type { ApiRecord, LandedRow } from "../core/landed-row.ts";
import type { Opener, Sealer } from "../core/ports/sealer.ts";
import type { ColumnRules } from "../core/spec/column.ts";
import { canariesIn } from "../test/fakes/canary.ts";
import { memoryIdentityStore } from "../test/fakes/memory-identity-store.ts";
import { peopleDeployment } from "../test/fakes/people-deployment.ts";
import { blindIndex } from "./blind-index.ts";
import { createOpener } from "./create-opener.ts";
import { findPeople } from "./find-people.ts";
import { createKeyring } from "./keyring.ts";
import { createSealer } from "./create-sealer.ts";
import { gateRow } from "./gate.ts";
import { Subjects } from "./subjects.ts";
import type { Kek } from "./kek.ts";
import { localKek } from "./kek/local.ts";

const specOf = (key: string) => {
  const asset = peopleDeployment.graph.asset(key);
  if (asset.kind !== "table") throw new Error(`${key} is no table`);
  return asset;
};
const people = specOf("people");
const orders = specOf("orders");
const lookups = new Map([
  ["places", (values: readonly string[]) => ({ code: values[0] === "Lille" ? "59350" : null })],
]);
const person: ApiRecord = {
  id: 7,
  last_name: "Exemple-Canari",
  email: "canari@example.test",
  birth_date: "1984-07-31",
  address: { street: "1 rue du Canari", city: "Lille" },
  notes: "canari-note",
  points: 12,
  updated_at: "2026-11-24T02:00:00Z",
};

let identity: ReturnType<typeof memoryIdentityStore>;
let kek: Kek;
let sealer: Sealer;
let opener: Opener;
beforeEach(async () => {
  identity = memoryIdentityStore();
  kek = await localKek(join(await mkdtemp(join(tmpdir(), "sillage-")), "keys"));
  sealer = createSealer({ identity, kek, deployment: "test" });
  opener = createOpener({ identity, kek, deployment: "test" });
});

async function sealed(table: typeof people, record: ApiRecord): Promise<LandedRow> {
  const [row] = (await sealer.sealPage(table, [record], lookups)).rows;
  return row ?? {};
}

test("a landed line holds open values as they came, derived ones derived, and nothing personal in clear", async () => {
  const row = await sealed(people, person);
  expect(row).toMatchObject({ points: 12, placeCode: "59350", birthYear: 1984, updatedAt: "2026-11-24T02:00:00Z" });
  expect(row["id"]).toMatch(/^[0-9a-f-]{36}$/);
  expect(row).not.toHaveProperty("notes");
  const canaries = ["Exemple-Canari", "canari@example.test", "1984-07-31", "1 rue du Canari", "canari-note"];
  expect(canariesIn(JSON.stringify(row), canaries)).toEqual([]);
  expect(canariesIn(JSON.stringify(person), canaries)).toEqual(canaries);
});

test("a key that ends in a blank is sealed whole as a misfit", async () => {
  const row = await sealed(specOf("places"), { code: "5935 ", name: "Lille " });
  expect(row["_misfit"]).toEqual({ column: "code", rule: "trailing-blank" });
  expect(await sealed(specOf("places"), { code: "59350", name: "Lille " })).toMatchObject({ name: "Lille " });
});

test("a sealed value opens to what it was, in its own row and column", async () => {
  const row = await sealed(people, person);
  expect(await opener.openValue(people, row, "lastName")).toBe("Exemple-Canari");
  expect(await opener.openValue(people, row, "street")).toBe("1 rue du Canari");
  expect(await opener.openValue(people, row, "points")).toBeNull();
  await expect(opener.openValue(people, { ...row, email: row["lastName"] ?? "" }, "email")).rejects.toThrow(
    /was altered/,
  );
});

test("a person has one pseudonym over pages, tables and restarts", async () => {
  const first = await sealed(people, person);
  const again = createSealer({ identity, kek, deployment: "test" });
  const [order] = (
    await again.sealPage(
      orders,
      [{ id: 1, person_id: 7, total: "5.00", ordered_at: "2026-11-24T02:00:00Z", updated_at: "2026-11-24T02:00:00Z" }],
      lookups,
    )
  ).rows;
  expect(order?.["personId"]).toBe(first["id"]);
});

test("one id of two sources, or of two kinds of people, is of different people, once they are known too", async () => {
  const subjects = new Subjects(identity, createKeyring(identity, kek, Date.now), Date.now);
  const pidOf = async (source: string, entity: string) => (await subjects.people(source, entity, ["7"])).get("7")?.pid;
  const each = async () => [
    await pidOf("shop", "person"),
    await pidOf("shop", "guest"),
    await pidOf("tickets", "person"),
  ];
  const first = await each();
  expect(new Set(first).size).toBe(3);
  expect(first).not.toContain(undefined);
  expect(await each()).toEqual(first);
});

test("two sealers that meet somebody new at once seal under the one key that is stored", async () => {
  const both = [1, 2].map(() => createSealer({ identity, kek, deployment: "test" }));
  const pages = await Promise.all(both.map((one) => one.sealPage(people, [person], lookups)));
  const rows = pages.map(({ rows: [row = {}] }) => row);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(1);
  for (const row of rows) expect(await opener.openValue(people, row, "lastName")).toBe("Exemple-Canari");
});

test("the row hash is the same for the same record and differs with any declared field, sealed ones too", async () => {
  const hash = (await sealed(people, person))["_h"];
  expect((await sealed(people, person))["_h"]).toBe(hash);
  for (const changed of [
    { points: 13 },
    { email: "other@example.test" },
    { address: { street: "2 rue", city: "Lille" } },
  ])
    expect((await sealed(people, { ...person, ...changed }))["_h"]).not.toBe(hash);
  expect((await sealed(people, { ...person, notes: "another" }))["_h"]).toBe(hash);
});

test("two people with the same values have different hashes", async () => {
  expect((await sealed(people, { ...person, id: 8 }))["_h"]).not.toBe((await sealed(people, person))["_h"]);
});

test("a field that no column names is sealed whole and reported by name only", async () => {
  const page = await sealer.sealPage(
    people,
    [{ ...person, iban: "FR7612345", address: { street: "x", city: "Lille", door: "canari-door" } }],
    lookups,
  );
  expect(page.unknownFields).toEqual(["address.door", "iban"]);
  expect(canariesIn(JSON.stringify(page), ["FR7612345", "canari-door"])).toEqual([]);
  expect(page.rows[0]).toHaveProperty("_u");
});

test("a value that does not fit becomes a misfit: column and rule told, the record sealed but for what is dropped, and openable", async () => {
  const page = await sealer.sealPage(people, [{ ...person, points: "twelve" }], lookups);
  expect(page.misfits).toBe(1);
  const row = page.rows[0] ?? {};
  expect(row["_misfit"]).toEqual({ column: "points", rule: "integer" });
  expect(canariesIn(JSON.stringify(row), ["Exemple-Canari", "twelve"])).toEqual([]);
  const { notes: _, ...kept } = person;
  expect(await opener.openRecord(people, row)).toEqual({ ...kept, points: "twelve" });
});

test("a rule of a sealed column is judged before it is sealed, and a value that breaks it is told nowhere", async () => {
  const rules: Readonly<Record<string, ColumnRules>> = {
    email: { matching: { pattern: "[^@]+@[^@]+", flags: "" } },
    birthDate: { between: { atLeast: "1900-01-01", atMost: null } },
  };
  const columns = people.columns.map((column) => ({ ...column, ...rules[column.name] }));
  expect(await sealed({ ...people, columns }, person)).not.toHaveProperty("_misfit");
  for (const [broken, misfit] of [
    [{ email: "canari.example.test" }, { column: "email", rule: "not-matching" }],
    [{ birth_date: "0184-07-31" }, { column: "birthDate", rule: "not-between" }],
  ] as const) {
    const row = await sealed({ ...people, columns }, { ...person, ...broken });
    expect(row["_misfit"]).toEqual(misfit);
    expect(canariesIn(JSON.stringify(row), ["canari.example.test", "0184-07-31", "Exemple-Canari"])).toEqual([]);
  }
});

test("a missing value that must be there is a misfit", async () => {
  expect((await sealed(people, { ...person, last_name: null }))["_misfit"]).toEqual({
    column: "lastName",
    rule: "required",
  });
});

test("a row that names nobody is sealed under its table's key", async () => {
  const row = await sealed(orders, {
    id: 1,
    person_id: null,
    comment: "canari",
    total: "5.00",
    ordered_at: "2026-11-24T02:00:00Z",
    updated_at: "2026-11-24T02:00:00Z",
  });
  expect(row).not.toHaveProperty("_p");
  expect(await opener.openValue(orders, row, "comment")).toBe("canari");
});

test("an erased person's own rows are dropped and counted; facts about them carry nobody's pseudonym", async () => {
  const { rows } = await sealer.sealPage(people, [person], lookups);
  const erased = {
    ...identity,
    findSubjects: async (asked: readonly string[]) =>
      (await identity.findSubjects(asked)).map((subject) => subject && { ...subject, pid: null, wrappedKey: null }),
    findByPid: async () => undefined,
  };
  const later = createSealer({ identity: erased, kek, deployment: "test" });
  expect(await later.sealPage(people, [person], lookups)).toMatchObject({ rows: [], erased: 1 });
  const facts = await later.sealPage(
    orders,
    [{ id: 1, person_id: 7, total: "5.00", ordered_at: "2026-11-24T02:00:00Z", updated_at: "2026-11-24T02:00:00Z" }],
    lookups,
  );
  expect(facts.rows[0]?.["personId"]).toBe("00000000-0000-0000-0000-000000000000");
  await expect(
    createOpener({ identity: erased, kek, deployment: "test" }).openValue(people, rows[0] ?? {}, "email"),
  ).rejects.toThrow(
    expect.objectContaining({
      code: "pii.unknown-person",
      message: "Nobody in the identity store has this pseudonym. Nothing can open this value any more.",
    }),
  );
});

test("look-ups by e-mail are kept as blind indexes, never in clear", async () => {
  await sealed(people, person);
  expect([...identity.indexes.values()].map((row) => [row.field, row.index, row.value.length])).toEqual([
    ["lastName", "name-1", 2],
    ["email", "email-2", 16],
  ]);
  expect(canariesIn(JSON.stringify([...identity.indexes.values()]), ["canari@example.test"])).toEqual([]);
});

test("an address that a person has no more finds them no more, whichever page comes first", async () => {
  const by = { identity, keyring: createKeyring(identity, kek), tables: [people] };
  const found = async () => (await findPeople(by, "email", "canari@example.test")).length;
  await sealed(people, person);
  expect(await found()).toBe(1);
  await sealed(people, { ...person, email: null, updated_at: "2026-11-25T02:00:00Z" });
  expect(await found()).toBe(0);
  await sealed(people, person);
  expect(await found()).toBe(0);
});

test("who was indexed as values were compared before is found so until their row is read again, and then no more", async () => {
  const keyring = createKeyring(identity, kek);
  const by = { identity, keyring, tables: [people] };
  const former = { ...person, email: "canari@exämple.test" };
  const found = async (address: string) => (await findPeople(by, "email", address)).length;
  const row = await sealed(people, { ...person, email: null });
  const key = await keyring.derived("blind-index", "email/email-1");
  const value = blindIndex(key, "email-1", "exact", former.email) ?? Buffer.alloc(0);
  const [pid, updatedAt] = [String(row["_p"]), person["updated_at"] as string];
  await identity.saveBlindIndexes(1, [{ field: "email", index: "email-1", value, pid, updatedAt }]);
  expect(await found("Canari@exämple.test")).toBe(1);
  expect(await found("canari@xn--exmple-cua.test")).toBe(0);
  await sealed(people, { ...former, updated_at: "2026-11-25T02:00:00Z" });
  for (const address of ["Canari@exämple.test", "canari@xn--exmple-cua.test"]) expect(await found(address)).toBe(1);
  await sealed(people, { ...former, email: "autre@example.test", updated_at: "2026-11-26T02:00:00Z" });
  expect(await found("canari@exämple.test")).toBe(0);
});

test("the gate lets our lines pass, and refuses a clear personal field or an undeclared one by its name", async () => {
  const row = await sealed(people, person);
  expect(gateRow(people, row)).toBeUndefined();
  expect(gateRow(people, { ...row, email: null })).toBeUndefined();
  expect(gateRow(people, { ...row, email: "canari@example.test" })).toBe('its field "email" is not sealed');
  expect(gateRow(people, { ...row, email: 5 })).toBe('its field "email" is not sealed');
  expect(gateRow(people, { ...row, iban: "FR76" })).toBe('it holds the field "iban", which is not an open column');
  expect(gateRow(people, { ...row, notes: "x" })).toBe('it holds the field "notes", which is not an open column');
});

test("a table's key that could not be opened once is asked for again", async () => {
  let fails = 1;
  const flaky: Kek = {
    ...kek,
    wrap: async (...args) => (fails-- > 0 ? Promise.reject(new Error("vault away")) : kek.wrap(...args)),
  };
  const patient = createSealer({ identity, kek: flaky, deployment: "test" });
  await expect(patient.sealPage(people, [person], lookups)).rejects.toThrow("vault away");
  expect((await patient.sealPage(people, [person], lookups)).rows).toHaveLength(1);
});

test("a table's key is asked of the vault again once the keyring has forgotten it, after twelve hours", async () => {
  await sealer.sealCursor(orders, "1");
  const [clock, asked] = [{ hours: 0 }, [] as string[]];
  const counted: Kek = { ...kek, unwrap: (purpose, ...args) => (asked.push(purpose), kek.unwrap(purpose, ...args)) };
  const now = () => clock.hours * 3_600_000;
  const patient = createSealer({ identity, kek: counted, deployment: "test", now });
  for (const [hours, times] of [
    [0, 1],
    [11.9, 1],
    [12, 2],
  ] as const) {
    clock.hours = hours;
    await patient.sealCursor(orders, "1");
    expect(asked.filter((purpose) => purpose === "table/orders")).toHaveLength(times);
  }
});

test("a cursor is sealed for its table, and opens for no other", async () => {
  const kept = await sealer.sealCursor(people, "canari@example.test");
  expect(canariesIn(kept, ["canari@example.test"])).toEqual([]);
  expect(await sealer.openCursor(people, kept)).toBe("canari@example.test");
  await expect(sealer.openCursor(orders, kept)).rejects.toMatchObject({ code: "pii.wrong-key" });
});
