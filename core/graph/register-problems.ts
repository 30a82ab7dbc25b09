import { actionOn, purposesOf, saysOfPerson } from "../register/personal-column.ts";
import type { TableSpec } from "../spec/asset.ts";
import { isOpen, type ColumnSpec } from "../spec/column.ts";
import type { GraphSpec } from "../spec/graph.ts";
import type { ActivitySpec, RegisterSpec, RetentionSpec } from "../spec/register.ts";
import { cronProblems } from "./cron-problems.ts";
import { duplicates } from "./table-problems.ts";

type Tables = ReadonlyMap<string, TableSpec>;

/** Problems of what is said of personal data, a sentence each: a column without a purpose or an action, people without a retention. */
export function registerProblems({ tables, register }: GraphSpec): readonly string[] {
  const byKey = new Map(tables.map((table) => [table.key, table]));
  return [
    ...tables.flatMap((table) => personalProblems(table, register)),
    ...(register === undefined ? [] : ownProblems(register, byKey)),
  ];
}

function personalProblems(table: TableSpec, register: RegisterSpec | undefined): readonly string[] {
  const known = new Set(register?.purposes.map(({ key }) => key));
  const kept = register?.retentions.some(({ subject }) => subject === table.subject) ?? false;
  return [
    ...table.columns
      .filter((column) => saysOfPerson(column, table))
      .flatMap((column) => columnProblems(column, table, known).map((problem) => `column ${column.name} ${problem}`)),
    ...(table.subject === undefined || kept
      ? []
      : [
          `every row is about a ${table.subject}, and nothing says how long one is kept: add retention("${table.subject}", …) to the register of defineGraph.`,
        ]),
  ].map((problem) => `Table ${table.key}: ${problem}`);
}

function columnProblems(column: ColumnSpec, table: TableSpec, known: ReadonlySet<string>): readonly string[] {
  const purposes = purposesOf(column, table);
  return [
    ...(actionOn(column) === undefined
      ? [
          `says something of a person and not what is done with it: .kept("…") to store it in clear, .personal("…", …) to seal or drop it.`,
        ]
      : []),
    ...(purposes.length === 0
      ? ["says something of a person and not what for: give purposes to the column or to its table."]
      : []),
    ...purposes
      .filter((key) => !known.has(key))
      .map((key) => `is for "${key}", which the register of defineGraph does not hold: add it there.`),
  ];
}

const ownProblems = (register: RegisterSpec, tables: Tables): readonly string[] => [
  ...(register.controller.trim() === "" ? ["Register: nobody answers for the processing: name the controller."] : []),
  ...duplicates(
    "purpose",
    register.purposes.map(({ key }) => key),
  ),
  ...duplicates(
    "retention",
    register.retentions.map(({ subject }) => subject),
  ),
  ...(register.enforced.kind === "cron"
    ? cronProblems(register.enforced.cron, register.enforced.zone).map((problem) => `Register: retention ${problem}`)
    : []),
  ...register.retentions.flatMap((retention) =>
    retentionProblems(retention, tables).map((problem) => `Retention of ${retention.subject}: ${problem}`),
  ),
];

function retentionProblems(retention: RetentionSpec, tables: Tables): readonly string[] {
  const people = tables.get(retention.people);
  if (people?.subject !== retention.subject)
    return [`its people are rows of "${retention.people}", which is no table of the graph whose subject they are.`];
  const always = retention.after.some(
    ({ table, at }) => table === people.key && people.columns.some(({ name, nullable }) => name === at && !nullable),
  );
  return [
    ...(Number.isInteger(retention.years) && retention.years >= 1
      ? []
      : [`they are kept for ${retention.years} years: give a whole number from 1.`]),
    ...(always
      ? []
      : [
          `no instant of ${people.key} that is always there is among what they did: who did nothing else would be kept for ever.`,
        ]),
    ...retention.after.flatMap((activity) => activityProblems(activity, retention.subject, tables.get(activity.table))),
  ];
}

function activityProblems({ table, person, at }: ActivitySpec, subject: string, found?: TableSpec): readonly string[] {
  if (found === undefined) return [`it looks at "${table}", which is no table of the graph.`];
  const who = found.columns.find(({ name }) => name === person);
  const when = found.columns.find(({ name }) => name === at);
  return [
    ...(who?.derive?.kind === "pid" && who.derive.entity === subject
      ? []
      : [`${table}.${person} names no ${subject}: give a column that is subjectRef("${subject}").`]),
    ...(when !== undefined && isOpen(when) && ["instant", "date"].includes(when.type.kind)
      ? []
      : [`${table}.${at} is no open instant or date.`]),
  ];
}
