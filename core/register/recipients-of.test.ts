import { expect, test } from "vitest";
import { columnOf, registerOf, tableOf } from "../../test/fakes/specs.ts";
import { recipientsOf } from "./recipients-of.ts";

const clients = tableOf("clients", {
  subject: "client",
  purposes: ["serving"],
  columns: [
    columnOf("id", { key: 1, derive: { kind: "pid", entity: "client" } }),
    columnOf("sex", { processing: { what: "sex", purposes: ["counting"] } }),
  ],
});
const payments = tableOf("payments", {
  purposes: ["booking"],
  columns: [columnOf("id", { key: 1 }), columnOf("card", { personal: { what: "card number", action: "drop" } })],
});
const purposeOf = (key: string, recipients: readonly string[]) =>
  ({ key, doc: "", legalBasis: "contract", recipients }) as const;
const register = {
  ...registerOf(),
  purposes: [
    purposeOf("booking", ["accountants"]),
    purposeOf("counting", ["desk", "management"]),
    purposeOf("serving", []),
  ],
};

test("who is given what a table holds of people is told by purpose; what is dropped, or of no person, is given to nobody", () => {
  expect(recipientsOf([clients, payments], register)).toEqual([
    { purpose: "counting", recipients: ["desk", "management"] },
  ]);
});

test("a deployment without a register names nobody", () => {
  expect(recipientsOf([clients], undefined)).toEqual([]);
});
