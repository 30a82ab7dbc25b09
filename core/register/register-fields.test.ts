import { expect, test } from "vitest";
import { columnOf, registerOf, specOf, tableOf } from "../../test/fakes/specs.ts";
import { registerFields } from "./register-fields.ts";

const clients = tableOf("clients", {
  subject: "client",
  purposes: ["serving"],
  columns: [
    columnOf("id", { key: 1, derive: { kind: "pid", entity: "client" } }),
    columnOf("email", { from: ["contact.email"], personal: { what: "email", action: "seal", index: "exact" } }),
    columnOf("name", { personal: { what: "surname", action: "seal" } }),
    columnOf("note", { personal: { what: "free text", action: "drop" } }),
    columnOf("born", { derive: { kind: "birth-year" }, processing: { what: "year of birth" } }),
    columnOf("place", { derive: { kind: "lookup", table: "places", output: "code" } }),
    columnOf("sex", { processing: { what: "sex", purposes: ["counting"] } }),
  ],
});
const payments = tableOf("payments", {
  purposes: ["serving"],
  columns: [
    columnOf("id", { key: 1 }),
    columnOf("card", { personal: { what: "card number", action: "drop" } }),
    columnOf("payer", { personal: { what: "payer", action: "seal" } }),
  ],
});
const register = registerOf();
const counting = { key: "counting", doc: "Count.", legalBasis: "legitimate interests", recipients: ["desk"] } as const;
const fields = registerFields(
  specOf({ tables: [clients, payments], register: { ...register, purposes: [...register.purposes, counting] } }),
);
const field = (column: string) => fields.find((one) => one.column === column);

test("every column that says something of a person is a field, and no other", () => {
  expect(fields.map(({ table, column, action }) => `${table}.${column} ${action}`)).toEqual([
    "clients.id pseudonymise",
    "clients.email seal",
    "clients.name seal",
    "clients.note drop",
    "clients.born generalise",
    "clients.place generalise",
    "clients.sex keep",
    "payments.card drop",
    "payments.payer seal",
  ]);
});

test("a field says of whom, what, why, on what ground, who sees it, how long it is kept and what protects it", () => {
  expect(field("email")).toEqual({
    table: "clients",
    column: "email",
    from: ["contact.email"],
    source: "shop",
    subject: "client",
    category: "email",
    action: "seal",
    purposes: ["serving"],
    legalBases: ["contract"],
    recipients: ["tills"],
    retention: "3 years after the client's last activity",
    measures: [
      "encrypted before landing (AES-256-GCM) under a key of the person's own, wrapped by an epoch's key in a vault",
      "found by a keyed exact index in the identity store, never by its text",
    ],
  });
  expect(field("sex")).toMatchObject({
    purposes: ["counting"],
    legalBases: ["legitimate interests"],
    recipients: ["desk"],
  });
});

test("what is dropped is kept by nobody and shown to nobody", () => {
  expect(field("note")).toMatchObject({ retention: "not kept", recipients: [] });
});

test("what says of nobody known is kept as long as its row, and its measures are those of its action", () => {
  expect(field("payer")).toMatchObject({ subject: null, retention: "as long as the row" });
  expect(field("payer")?.measures).toHaveLength(1);
  expect(field("born")).toMatchObject({ category: "year of birth" });
  expect(field("born")?.measures).toEqual(["the year alone, 1940 for anybody born before"]);
  expect(field("place")).toMatchObject({ category: "place", measures: ["looked up, and only code is stored"] });
  expect(field("id")).toMatchObject({ category: "pseudonym" });
});

test("without a register a field has neither purposes nor a time; one whose declaration says no action is kept as it came", () => {
  const bare = tableOf("people", {
    subject: "client",
    columns: [columnOf("id", { key: 1 }), columnOf("city", { processing: { purposes: ["serving"] } })],
  });
  for (const one of registerFields(specOf({ tables: [bare] })))
    expect(one).toMatchObject({ action: "keep", purposes: [], retention: "as long as the row" });
});

test("a purpose that the register does not hold is told by no field", () => {
  const lost = tableOf("people", { subject: "client", purposes: ["lost"], columns: [columnOf("id", { key: 1 })] });
  expect(registerFields(specOf({ tables: [lost], register }))).toMatchObject([{ purposes: [], legalBases: [] }]);
});

test("what a row says of the person whom it names is said of that person", () => {
  const orders = tableOf("orders", {
    columns: [
      columnOf("id", { key: 1 }),
      columnOf("buyer", { derive: { kind: "pid", entity: "client" } }),
      columnOf("note", { personal: { what: "free text", action: "seal" } }),
    ],
  });
  expect(registerFields(specOf({ tables: [orders], register }))).toMatchObject([
    { column: "buyer", subject: "client" },
    { column: "note", subject: "client" },
  ]);
});
