import { expect, test } from "vitest";
import { columnOf, martOf, readOf, registerOf, specOf, tableOf } from "../../test/fakes/specs.ts";
import type { ColumnSpec } from "../spec/column.ts";
import type { GraphSpec } from "../spec/graph.ts";
import { assetGraph } from "./asset-graph.ts";
import { definitionProblems } from "./definition-problems.ts";

const id = columnOf("id", { key: 1 });
const since = readOf({ kind: "whole" }, { kind: "updated-since", param: "since" });
const instant = { kind: "instant", reads: "rfc3339" } as const;
const tables = (...columns: ColumnSpec[]): Partial<GraphSpec> => ({ tables: [tableOf("t", { columns })] });
const seal = { what: "surname", action: "seal" } as const;

test.each<[string, Partial<GraphSpec>, string]>([
  ["two assets", { tables: [tableOf("a"), tableOf("a")] }, 'Two assets are called "a": rename one.'],
  [
    "an unusable name",
    { tables: [tableOf("Ventes")] },
    'No table can be called "Ventes": use small letters, digits and underscores, a letter first, 48 at most.',
  ],
  [
    "an absent source",
    { tables: [tableOf("t", { source: "nope" })] },
    'Table t: its source "nope" is not in the graph: add it to defineGraph.',
  ],
  ["no key", tables(columnOf("a")), "Table t: no column is the key: add .key() to the one that names a row."],
  [
    "a gap in the key",
    tables(columnOf("a", { key: 1 }), columnOf("b", { key: 3 })),
    "Table t: its key columns are numbered 1, 3: number them from 1 with .key(1), .key(2).",
  ],
  [
    "no cursor",
    { tables: [tableOf("t", { read: since })] },
    "Table t: 0 columns are the cursor: add .cursor() to exactly one.",
  ],
  [
    "a list that begins on no day",
    { tables: [tableOf("t", { read: readOf({ kind: "whole" }, { kind: "none" }, { begins: "2023-02-30" }) })] },
    'Table t: its list begins on "2023-02-30", which is no day: write YYYY-MM-DD.',
  ],
  [
    "a window that begins on no day",
    {
      tables: [
        tableOf("t", {
          read: readOf(
            { kind: "whole" },
            { kind: "window", fromParam: "from", toParam: "to", longestDays: 31, from: "soon" },
          ),
        }),
      ],
    },
    'Table t: its windows begin on "soon", which is no day: write YYYY-MM-DD.',
  ],
  [
    "two days",
    tables(
      id,
      columnOf("a", { type: instant, businessDay: true }),
      columnOf("b", { type: instant, businessDay: true }),
    ),
    "Table t: 2 columns are the business day: keep .businessDay() on one.",
  ],
  [
    "a subject without a column",
    { tables: [tableOf("t", { subject: "client" })] },
    'Table t: every row is about a client and no column says which: add subjectRef("client").',
  ],
  [
    "two columns of a name",
    tables(id, columnOf("aB"), columnOf("a_b", { physical: "a_b" })),
    'Table t: Two stored columns are called "a_b": rename one.',
  ],
  [
    "an absent lookup",
    { tables: [tableOf("t", { lookups: ["places"] })] },
    'Table t: it looks values up in "places", which is not in the graph.',
  ],
  [
    "a day through no column",
    {
      tables: [
        tableOf("t", { dayOf: { column: "x", table: "u" } }),
        tableOf("u", { columns: [id, columnOf("at", { type: instant, businessDay: true })] }),
      ],
    },
    "Table t: its day is found through x, which is no column.",
  ],
  [
    "the day of no table",
    { tables: [tableOf("t", { dayOf: { column: "id", table: "u" } })] },
    'Table t: its day is that of "u", which is no table of the graph.',
  ],
  [
    "the day of a table without one",
    { tables: [tableOf("t", { dayOf: { column: "id", table: "u" } }), tableOf("u")] },
    "Table t: its day is that of u, which has none: mark a column there .businessDay().",
  ],
  [
    "a bad stored name",
    tables(id, columnOf("a", { physical: "A" })),
    'Table t: column a is stored as "A": use small letters, digits and underscores, a letter first, 48 at most.',
  ],
  [
    "the engine's own column",
    tables(id, columnOf("businessDay")),
    "Table t: column businessDay is stored as business_day, which is the engine's own column: mark it .businessDay() under another name.",
  ],
  [
    "a nullable cursor",
    {
      tables: [
        tableOf("t", { read: since, columns: [id, columnOf("at", { type: instant, cursor: true, nullable: true })] }),
      ],
    },
    "Table t: column at is the cursor and nullable: a cursor must always be there, drop .nullable().",
  ],
  [
    "a personal cursor",
    {
      tables: [
        tableOf("t", { read: since, columns: [id, columnOf("at", { type: instant, cursor: true, personal: seal })] }),
      ],
    },
    "Table t: column at is the cursor and personal: a cursor must be open.",
  ],
  [
    "a cursor of the wrong type",
    { tables: [tableOf("t", { read: since, columns: [id, columnOf("at", { cursor: true })] })] },
    "Table t: column at is the cursor and int: a version cursor is int() or bigint(), any other an instant.",
  ],
  [
    "a version cursor of the wrong type",
    {
      tables: [
        tableOf("t", {
          read: readOf({ kind: "whole" }, { kind: "version", overlap: 2, longestJump: 100 }),
          columns: [id, columnOf("at", { cursor: true, type: instant })],
        }),
      ],
    },
    "Table t: column at is the cursor and instant: a version cursor is int() or bigint(), any other an instant.",
  ],
  [
    "a nullable key",
    tables(columnOf("id", { key: 1, nullable: true })),
    "Table t: column id is the key and nullable: drop .nullable().",
  ],
  [
    "a personal key",
    tables(columnOf("id", { key: 1, personal: seal })),
    "Table t: column id is the key and personal: use subjectRef() so that it is stored as a pseudonym.",
  ],
  [
    "a birth year that is no number",
    tables(id, columnOf("y", { type: { kind: "date" }, derive: { kind: "birth-year" } })),
    "Table t: column y keeps a birth year: declare it int().",
  ],
  [
    "an absent reference",
    tables(id, columnOf("s", { ref: "sites" })),
    'Table t: column s refers to "sites", which is not in the graph.',
  ],
  [
    "a day that is a number",
    tables(id, columnOf("d", { businessDay: true })),
    "Table t: column d is the business day and int: a day comes from an instant or a date.",
  ],
  [
    "a sealed day",
    tables(id, columnOf("d", { type: { kind: "date" }, businessDay: true, personal: seal })),
    "Table t: column d is sealed and the business day: a day must be open.",
  ],
  [
    "a mart on nothing",
    { marts: [martOf("m", ["gone"])] },
    'Mart m: it depends on "gone", which is not in the graph: add it to defineGraph.',
  ],
  [
    "a mart without a day",
    { marts: [martOf("m", [], { columns: [id] })] },
    "Mart m: it is partitioned by day and no key column is day: add `day: date().key()`.",
  ],
  [
    "a mart with a person",
    {
      marts: [
        martOf("m", [], {
          columns: [columnOf("day", { key: 1, type: { kind: "date" } }), columnOf("p", { personal: seal })],
        }),
      ],
    },
    "Mart m: column p is personal: a mart holds no personal value.",
  ],
  [
    "a mart's bad stored name",
    {
      marts: [
        martOf("m", [], {
          columns: [columnOf("day", { key: 1, type: { kind: "date" } }), columnOf("p", { physical: "P" })],
        }),
      ],
    },
    'Mart m: column p is stored as "P": use small letters, digits and underscores, a letter first, 48 at most.',
  ],
  [
    "a KPI on nothing",
    { kpis: [{ key: "k", summary: "", deps: ["gone"], version: "" }] },
    'KPI k reads "gone", which is not in the graph: add it to defineGraph.',
  ],
  [
    "a job that does not parse",
    { jobs: [{ name: "j", select: "and", trigger: { kind: "command" } }] },
    'Job j: its selection "and" does not parse: "and" is not expected here.',
  ],
  [
    "a job on nothing",
    { jobs: [{ name: "j", select: "gone", trigger: { kind: "command" } }] },
    'Job j: its selection names "gone", which is not in the graph.',
  ],
  [
    "a schedule that never comes",
    {
      jobs: [
        {
          name: "j",
          select: "*",
          trigger: {
            kind: "cron",
            cron: "0 0 31 4 *",
            zone: "UTC",
            policy: { overlap: "skip", catchUpMs: 10_000, pauseOnFailure: false },
          },
        },
      ],
    },
    'Job j has the cron "0 0 31 4 *", which never ticks: mend its day or its month.',
  ],
  [
    "a schedule that makes up for nothing",
    {
      jobs: [
        {
          name: "j",
          select: "*",
          trigger: {
            kind: "cron",
            cron: "15 3 * * *",
            zone: "UTC",
            policy: { overlap: "skip", catchUpMs: 9_999, pauseOnFailure: false },
          },
        },
      ],
    },
    "Job j: it makes up for starts of the last 9999 ms only: 10 seconds is the least.",
  ],
])("%s is a problem with a way out", (_, spec, problem) => {
  expect(definitionProblems(specOf(spec))).toContain(problem);
});

test("two KPIs, jobs or sources of one name are problems", () => {
  const kpi = { key: "k", summary: "", deps: [], version: "" };
  const job = { name: "j", select: "*", trigger: { kind: "command" } } as const;
  const [source] = specOf().sources;
  const problems = definitionProblems(
    specOf({ kpis: [kpi, kpi], jobs: [job, job], sources: source === undefined ? [] : [source, source] }),
  );
  expect(problems).toEqual([
    'Two KPIs are called "k": rename one.',
    'Two jobs are called "j": rename one.',
    'Two sources are called "shop": rename one.',
  ]);
});

test("all problems are told at once", () => {
  expect(() => assetGraph(specOf({ tables: [tableOf("a"), tableOf("a"), tableOf("b", { source: "nope" })] }))).toThrow(
    expect.objectContaining({
      code: "graph.invalid",
      message: `The declarations hold 2 problems:
  - Two assets are called "a": rename one.
  - Table b: its source "nope" is not in the graph: add it to defineGraph.
Mend them and run \`sillage check\`.`,
    }),
  );
  expect(() => assetGraph(specOf({ tables: [tableOf("b", { source: "nope" })] }))).toThrow(/hold a problem:/);
});

test("usable declarations have no problem", () => {
  const read = readOf({ kind: "whole" }, { kind: "version", overlap: 2, longestJump: 100 });
  const client = columnOf("id", { key: 1, type: { kind: "uuid" }, derive: { kind: "pid", entity: "client" } });
  const processing = { what: "version" };
  const version = columnOf("version", { type: { kind: "bigint" }, cursor: true, processing });
  const seen = columnOf("seen", { type: instant, processing });
  const table = tableOf("t", { read, subject: "client", purposes: ["serving"], columns: [client, version, seen] });
  const register = registerOf({ people: "t", after: [{ table: "t", person: "id", at: "seen" }] });
  expect(definitionProblems(specOf({ tables: [table], register }))).toEqual([]);
});
