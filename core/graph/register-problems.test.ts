import { expect, test } from "vitest";
import { columnOf, registerOf, specOf, tableOf } from "../../test/fakes/specs.ts";
import type { ColumnSpec } from "../spec/column.ts";
import type { RegisterSpec } from "../spec/register.ts";
import { registerProblems } from "./register-problems.ts";

const pid = columnOf("id", { key: 1, type: { kind: "uuid" }, derive: { kind: "pid", entity: "client" } });
const seenAt = columnOf("seenAt", { type: { kind: "instant", reads: "rfc3339" }, processing: { what: "first visit" } });
const clients = (...columns: ColumnSpec[]) =>
  tableOf("clients", { subject: "client", purposes: ["serving"], columns: [pid, seenAt, ...columns] });
const problems = (register: RegisterSpec | undefined, ...columns: ColumnSpec[]) =>
  registerProblems(specOf({ tables: [clients(...columns)], ...(register && { register }) }));

test("a table of people whose columns have actions and purposes, and who are kept for a time, has no problem", () => {
  const email = columnOf("email", { personal: { what: "email", action: "seal" } });
  const born = columnOf("born", { derive: { kind: "birth-year" } });
  expect(problems(registerOf(), email, born)).toEqual([]);
});

test("a table of no person needs no register", () => {
  expect(registerProblems(specOf({ tables: [tableOf("sites", { columns: [columnOf("id", { key: 1 })] })] }))).toEqual(
    [],
  );
});

test("a column of a person without an action is a problem with both ways out", () => {
  expect(problems(registerOf(), columnOf("sex"))).toEqual([
    'Table clients: column sex says something of a person and not what is done with it: .kept("…") to store it in clear, .personal("…", …) to seal or drop it.',
  ]);
});

test("a personal column without a purpose is a problem, sealed, dropped or a pseudonym, in any table", () => {
  const table = tableOf("orders", {
    columns: [
      columnOf("note", { personal: { what: "free text", action: "drop" } }),
      columnOf("clientId", { derive: { kind: "pid", entity: "client" } }),
    ],
  });
  const sentence = "says something of a person and not what for: give purposes to the column or to its table.";
  expect(registerProblems(specOf({ tables: [table] }))).toEqual([
    `Table orders: column note ${sentence}`,
    `Table orders: column clientId ${sentence}`,
  ]);
});

test("a purpose that the register does not hold is a problem", () => {
  expect(problems(registerOf(), columnOf("sex", { processing: { what: "sex", purposes: ["spying"] } }))).toEqual([
    'Table clients: column sex is for "spying", which the register of defineGraph does not hold: add it there.',
  ]);
});

test("people of whom nothing says how long they are kept are a problem", () => {
  expect(problems({ ...registerOf(), retentions: [] })).toEqual([
    'Table clients: every row is about a client, and nothing says how long one is kept: add retention("client", …) to the register of defineGraph.',
  ]);
});

test.each<[string, RegisterSpec, string]>([
  [
    "no controller",
    { ...registerOf(), controller: " " },
    "Register: nobody answers for the processing: name the controller.",
  ],
  [
    "no such table",
    registerOf({ people: "buyers" }),
    'Retention of client: its people are rows of "buyers", which is no table of the graph whose subject they are.',
  ],
  [
    "half a year",
    registerOf({ years: 0.5 }),
    "Retention of client: they are kept for 0.5 years: give a whole number from 1.",
  ],
  [
    "nothing that is always there",
    registerOf({ after: [] }),
    "Retention of client: no instant of clients that is always there is among what they did: who did nothing else would be kept for ever.",
  ],
  [
    "an activity of no table",
    registerOf({
      after: [
        { table: "clients", person: "id", at: "seenAt" },
        { table: "visits", person: "id", at: "at" },
      ],
    }),
    'Retention of client: it looks at "visits", which is no table of the graph.',
  ],
  [
    "somebody who is nobody",
    registerOf({ after: [{ table: "clients", person: "seenAt", at: "seenAt" }] }),
    'Retention of client: clients.seenAt names no client: give a column that is subjectRef("client").',
  ],
  [
    "a time that is none",
    registerOf({
      after: [
        { table: "clients", person: "id", at: "seenAt" },
        { table: "clients", person: "id", at: "id" },
      ],
    }),
    "Retention of client: clients.id is no open instant or date.",
  ],
  [
    "a cron that never ticks",
    {
      ...registerOf(),
      enforced: {
        kind: "cron",
        cron: "0 0 31 4 *",
        zone: "UTC",
        policy: { overlap: "skip", catchUpMs: 10_000, pauseOnFailure: false },
      },
    },
    'Register: retention has the cron "0 0 31 4 *", which never ticks: mend its day or its month.',
  ],
])("a register with %s is a problem", (_, register, problem) => {
  expect(problems(register)).toContain(problem);
});

test("a purpose or a retention that is declared twice is a problem", () => {
  const once = registerOf();
  const twice = {
    ...once,
    purposes: [...once.purposes, ...once.purposes],
    retentions: [...once.retentions, ...once.retentions],
  };
  expect(problems(twice)).toEqual([
    'Two purposes are called "serving": rename one.',
    'Two retentions are called "client": rename one.',
  ]);
});
