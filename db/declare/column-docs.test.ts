import { expect, test } from "vitest";
import { openApiDocument } from "../../api/openapi.ts";
import { ponton } from "../../assets/sources/ponton.ts";
import { siteDays } from "../../assets/tables/site-days.ts";
import { sites } from "../../assets/tables/sites.ts";
import { declaredGraph } from "../../core/deploy/declared-graph.ts";
import { date } from "./column.ts";
import { defineGraph } from "./graph.ts";
import { kpi } from "./kpi.ts";
import { mart } from "./mart.ts";

const zone = "Europe/Paris";
/** A mart and a KPI of one column, told in so many words. */
function declared(day: ReturnType<typeof date>) {
  const days = mart("days", {
    doc: "Days.",
    deps: { siteDays },
    partitions: { kind: "daily", from: "2026-01-01", zone },
    columns: { day: day.key() },
    rows: ({ siteDays }, { q }) => q.selectDistinct({ day: siteDays.date }).from(siteDays),
  });
  const asked = kpi("days", {
    summary: "Days",
    doc: "Days.",
    deps: { days },
    params: {},
    row: { day },
    order: ["day"],
    rows: ({ days }, { q }) => q.select({ day: days.day }).from(days),
  });
  const tables = [sites, siteDays];
  const migrations = new URL("migrations/", import.meta.url);
  return defineGraph({ zone, sources: [ponton], tables, marts: [days], kpis: [asked], jobs: [], migrations });
}
const [plain, told] = [declared(date()), declared(date().doc("Business day of the base"))];

test("what a column means changes no version of a mart, a KPI or a graph: nothing is built or answered anew", () => {
  const [before, after] = [plain.graph.spec, told.graph.spec];
  expect(after.marts[0]?.columns[0]?.doc).toBe("Business day of the base");
  expect(after.marts[0]?.version).toBe(before.marts[0]?.version);
  expect(after.kpis[0]?.version).toBe(before.kpis[0]?.version);
  expect(told.graph.hash).toBe(plain.graph.hash);
  expect(declaredGraph(after)).toEqual(declaredGraph(before));
});

test("who reads the API is told what a column of an answer means", () => {
  const described = '"day":{"type":"string","description":"Business day of the base"}';
  expect(JSON.stringify(openApiDocument(told))).toContain(described);
  expect(JSON.stringify(openApiDocument(plain))).not.toContain(described);
});
