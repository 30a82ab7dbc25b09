import { describe, expect, test } from "vitest";
import type { TableSpec } from "../spec/asset.ts";
import type { ColumnRules, ColumnSpec, ColumnType } from "../spec/column.ts";
import type { GraphSpec } from "../spec/graph.ts";
import { columnOf, martOf, readOf, specOf, tableOf } from "../../test/fakes/specs.ts";
import { compareGraphs } from "./compare-graphs.ts";
import { declaredGraph } from "./declared-graph.ts";

const compare = (before: Partial<GraphSpec>, after: Partial<GraphSpec>) =>
  compareGraphs(declaredGraph(specOf(before)), declaredGraph(specOf(after)));
const ofTable = (before: Partial<TableSpec>, after: Partial<TableSpec>) =>
  compare({ tables: [tableOf("sales", before)] }, { tables: [tableOf("sales", after)] }).assets[0];
const id = columnOf("id", { key: 1 });
const ofColumn = (before: Partial<ColumnSpec>, after: Partial<ColumnSpec>) =>
  ofTable({ columns: [id, columnOf("place", before)] }, { columns: [id, columnOf("place", after)] });
const between = (atLeast: number | string | null, atMost: number | string | null) => ({ between: { atLeast, atMost } });
const matching = (pattern: string) => ({ matching: { pattern, flags: "" } });
const ofType = (before: ColumnType, after: ColumnType) => ofColumn({ type: before }, { type: after });

describe("what changes of a graph", () => {
  const chain = {
    tables: [tableOf("places"), tableOf("sales", { lookups: ["places"] }), tableOf("others")],
    marts: [martOf("by_day", ["sales", "others"]), martOf("by_week", ["by_day", "sales"])],
  };

  test("nothing, where the declarations say the same, however they were stored", () => {
    const stored = JSON.parse(JSON.stringify(declaredGraph(specOf(chain))));
    const documented = { ...chain, tables: chain.tables.map((table) => ({ ...table, doc: "Other words." })) };
    expect(compareGraphs(stored, declaredGraph(specOf(documented)))).toEqual({
      assets: [],
      stale: [],
      jobs: [],
      kpis: [],
      sources: [],
    });
  });

  test("assets that are added and removed", () => {
    const { assets, stale } = compare({ tables: [tableOf("old")] }, { tables: [tableOf("new")] });
    expect(assets).toEqual([
      { asset: "new", kind: "table", change: "added", how: [], redo: true, destroys: [] },
      { asset: "old", kind: "table", change: "removed", how: [], redo: false, destroys: [] },
    ]);
    expect(stale).toEqual([]);
  });

  test("what depends on a table that is read again is stale, however far, and only that", () => {
    const tables = chain.tables.map((table) => (table.key === "places" ? { ...table, subject: "place" } : table));
    expect(compare(chain, { ...chain, tables }).stale).toEqual([
      { asset: "sales", kind: "table", because: ["places"] },
      { asset: "by_day", kind: "mart", because: ["sales"] },
      { asset: "by_week", kind: "mart", because: ["by_day", "sales"] },
    ]);
  });

  test("a promise of freshness by a time of day is told as one", () => {
    const by = (time: string) => ({ freshness: { kind: "by", time, zone: "Europe/Paris" } }) as const;
    expect(ofTable(by("06:00"), by("07:00"))?.how).toEqual([
      "freshness by 06:00 (Europe/Paris) → by 07:00 (Europe/Paris)",
    ]);
  });

  test("a table that becomes a mart is done anew", () => {
    const { assets } = compare({ tables: [tableOf("sales")] }, { marts: [martOf("sales", [])] });
    expect(assets).toEqual([
      { asset: "sales", kind: "mart", change: "changed", how: ["a table becomes a mart"], redo: true, destroys: [] },
    ]);
  });

  test("when a job starts, what it selects, KPIs and sources", () => {
    const policy = { overlap: "buffer-one", catchUpMs: 60_000, pauseOnFailure: false } as const;
    const cron = (text: string) => ({
      name: "nightly",
      select: "*",
      trigger: { kind: "cron", cron: text, zone: "Europe/Paris", policy } as const,
    });
    const kpi = { key: "revenue", summary: "", deps: [], version: "1" };
    const changes = compare(
      { jobs: [cron("15 3 * * *")], kpis: [kpi] },
      {
        jobs: [cron("0 4 * * *"), { ...cron("0 5 * * *"), name: "early" }],
        kpis: [{ ...kpi, version: "2" }],
        sources: [],
      },
    );
    expect(changes).toMatchObject({
      jobs: [
        {
          name: "nightly",
          change: "changed",
          how: ["trigger 15 3 * * * (Europe/Paris) → 0 4 * * * (Europe/Paris)"],
        },
        { name: "early", change: "added", how: [] },
      ],
      kpis: [{ name: "revenue", change: "changed", how: ["its query changes"] }],
      sources: [{ name: "shop", change: "removed", how: [] }],
    });
  });
});

describe("what changes of a table", () => {
  test("a column that may be null is added: its rows are read again, and nothing is lost", () => {
    const note = columnOf("note", { type: { kind: "text", length: 80 }, nullable: true });
    expect(ofTable({ columns: [id] }, { columns: [id, note] })).toMatchObject({
      how: ["column note added, text(80)"],
      redo: true,
      destroys: [],
    });
  });

  test("a column that is never null cannot be met by stored rows", () => {
    expect(ofTable({ columns: [id] }, { columns: [id, columnOf("note")] })).toMatchObject({
      how: ["column note added, int, never null"],
      destroys: ["column note added, int, never null"],
    });
  });

  test("a column that is removed takes its values away", () => {
    expect(ofTable({ columns: [id, columnOf("note")] }, { columns: [id] })).toMatchObject({
      how: ["column note removed"],
      redo: false,
      destroys: ["column note removed"],
    });
  });

  test.each<[ColumnType, ColumnType, string]>([
    [{ kind: "int" }, { kind: "bigint" }, "int → bigint"],
    [{ kind: "text", length: 10 }, { kind: "text", length: 20 }, "text(10) → text(20)"],
    [
      { kind: "decimal", precision: 5, scale: 2 },
      { kind: "decimal", precision: 7, scale: 3 },
      "decimal(5, 2) → decimal(7, 3)",
    ],
    [{ kind: "oneOf", values: ["a"] }, { kind: "oneOf", values: ["b", "a"] }, "oneOf(a) → oneOf(b, a)"],
  ])("a type that takes all values of the one before is widened: %j, %j", (before, after, how) => {
    expect(ofType(before, after)).toMatchObject({ how: [`column place widened, ${how}`], redo: false, destroys: [] });
  });

  test.each<[ColumnRules, ColumnRules, string, boolean]>([
    [{}, between(0, 30), "between none → 0 and 30", true],
    [between(0, 30), between(0, 20), "between 0 and 30 → 0 and 20", true],
    [between(0, 30), between(1, null), "between 0 and 30 → 1 and any", true],
    [between(null, 30), between(0, 30), "between any and 30 → 0 and 30", true],
    [between(0, null), between(0, 30), "between 0 and any → 0 and 30", true],
    [between(0, 30), between("-1.5", 30), "between 0 and 30 → -1.5 and 30", false],
    [between(0, 30), between(null, null), "between 0 and 30 → any and any", false],
    [
      between("2026-01-01", null),
      between("2025-01-01", null),
      "between 2026-01-01 and any → 2025-01-01 and any",
      false,
    ],
    [between(0, 30), {}, "between 0 and 30 → none", false],
    [{}, matching("a"), "matching none → /a/", true],
    [matching("a"), matching("a|b"), "matching /a/ → /a|b/", true],
    [matching("a"), {}, "matching /a/ → none", false],
  ])(
    "a rule of a column that takes no less than before asks for nothing to be read again: %j, %j",
    (before, after, how, redo) => {
      expect(ofColumn(before, after)).toMatchObject({ how: [`column place: ${how}`], redo, destroys: [] });
    },
  );

  test.each<[ColumnType, ColumnType, string]>([
    [{ kind: "bigint" }, { kind: "int" }, "bigint → int"],
    [{ kind: "code", length: 5 }, { kind: "code", length: 4 }, "code(5) → code(4)"],
    [
      { kind: "decimal", precision: 5, scale: 2 },
      { kind: "decimal", precision: 5, scale: 3 },
      "decimal(5, 2) → decimal(5, 3)",
    ],
  ])("a type that some stored values may not fit is narrowed: %j, %j", (before, after, how) => {
    const words = `column place narrowed, ${how}`;
    expect(ofType(before, after)).toMatchObject({ how: [words], redo: true, destroys: [words] });
  });

  test.each<[ColumnType, ColumnType, string]>([
    [{ kind: "oneOf", values: ["a"] }, { kind: "oneOf", values: ["b"] }, "recast, oneOf(a) → oneOf(b)"],
    [{ kind: "text", length: 10 }, { kind: "text", length: 10, trim: true }, "is cast otherwise"],
    [
      { kind: "instant", reads: "rfc3339" },
      { kind: "instant", reads: "local", zone: "Europe/Paris" },
      "is cast otherwise",
    ],
  ])("a type that is cast otherwise is read again, and loses nothing: %j, %j", (before, after, how) => {
    expect(ofType(before, after)).toMatchObject({ how: [`column place ${how}`], redo: true, destroys: [] });
  });

  test.each<[Partial<ColumnSpec>, Partial<ColumnSpec>, { how: string; redo: boolean; destroys: boolean }]>([
    [{}, { nullable: true }, { how: "may be null", redo: false, destroys: false }],
    [{ nullable: true }, {}, { how: "may no longer be null", redo: false, destroys: true }],
    [{}, { key: 2 }, { how: "changes its place in the key", redo: true, destroys: true }],
    [{}, { physical: "spot" }, { how: "is stored under another name", redo: true, destroys: true }],
    [
      {},
      { personal: { what: "place", action: "drop" } },
      { how: "is kept otherwise as personal", redo: true, destroys: true },
    ],
    [{}, { processing: { what: "place" } }, { how: "is registered otherwise", redo: false, destroys: false }],
    [{}, { ref: "places" }, { how: "refers otherwise", redo: false, destroys: false }],
  ])("a column's word: %j, %j", (before, after, { how, redo, destroys }) => {
    const words = `column place ${how}`;
    expect(ofColumn(before, after)).toMatchObject({ how: [words], redo, destroys: destroys ? [words] : [] });
  });

  test("a person's column that merges people changes no stored row; one that is made otherwise is read again", () => {
    const pid = { kind: "pid", entity: "client" } as const;
    expect(ofColumn({ derive: pid }, { derive: { ...pid, merged: true } })).toMatchObject({
      how: ["column place merges people otherwise"],
      redo: false,
      destroys: [],
    });
    expect(ofColumn({ derive: pid }, { derive: { ...pid, entity: "child" } })).toMatchObject({
      how: ["column place: `derive` changes"],
      redo: true,
    });
  });

  test("a column that is read from another field is read again; an index changes nothing", () => {
    expect(ofColumn({}, { from: ["spot"] })).toMatchObject({
      how: ["column place: `from` changes"],
      redo: true,
      destroys: [],
    });
    expect(ofColumn({}, { indexed: true })).toBeUndefined();
  });

  test("another path is read again; another way to ask for it is not", () => {
    expect(ofTable({}, { read: readOf(undefined, undefined, { path: "/sales" }) })).toMatchObject({
      how: ["read.path /things → /sales"],
      redo: true,
    });
    expect(ofTable({}, { read: readOf(undefined, { kind: "updated-since", param: "since" }) })).toMatchObject({
      how: ["what the source is asked for changes"],
      redo: false,
    });
  });

  test("how fresh it must be, and its tags, are told from what to what, long lists only as changed", () => {
    const within = (hours: number) => ({ kind: "within", ms: hours * 3_600_000 }) as const;
    expect(ofTable({ freshness: within(26) }, { freshness: within(30) })?.how).toEqual([
      "freshness within 26 h → within 30 h",
    ]);
    expect(ofTable({}, { tags: ["daily"] })?.how).toEqual(['tags none → ["daily"]']);
    expect(ofTable({}, { ignored: ["a".repeat(90)] })?.how).toEqual(["ignored changes"]);
  });

  test("nothing, where checks stand in another order", () => {
    const [few, many] = ["few", "many"].map(
      (name) => ({ kind: "rowCount", name, severity: "warn", atLeast: 1, atMost: null }) as const,
    );
    if (few === undefined || many === undefined) throw new Error("two checks were made");
    expect(ofTable({ checks: [few, many] }, { checks: [many, few] })).toBeUndefined();
  });

  test("checks that are added, changed and removed", () => {
    const rows = (name: string, atLeast: number) =>
      ({ kind: "rowCount", name, severity: "warn", atLeast, atMost: null }) as const;
    expect(
      ofTable({ checks: [rows("few", 1), rows("gone", 1)] }, { checks: [rows("few", 2), rows("new", 1)] }),
    ).toMatchObject({ how: ["check few changed", "check gone removed", "check new added"], redo: false });
  });
});

describe("what changes of a mart", () => {
  const ofMart = (over: Parameters<typeof martOf>[2]) =>
    compare({ marts: [martOf("by_day", [])] }, { marts: [martOf("by_day", [], over)] }).assets[0];

  test("its query: it is built anew, and nothing is lost", () => {
    expect(ofMart({ version: "2" })).toMatchObject({ how: ["its query changes"], redo: true, destroys: [] });
  });

  test("its columns, which its version follows", () => {
    const day = columnOf("day", { key: 1, type: { kind: "date" } });
    expect(ofMart({ version: "2", columns: [day, columnOf("net")] })).toMatchObject({
      how: ["column net added, int, never null"],
      redo: true,
      destroys: [],
    });
  });

  test("its first day", () => {
    expect(ofMart({ partitions: { kind: "daily", from: "2025-01-01", zone: "Europe/Paris" } })).toMatchObject({
      how: ["partitions changes"],
      redo: true,
    });
  });
});
