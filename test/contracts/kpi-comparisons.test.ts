import { afterAll, beforeAll, expect, test } from "vitest";
import { deployment } from "../../assets/index.ts";
import type { Database } from "../../core/ports/database.ts";
import { defaults, isPeopleTable, type DeclaredKpi, type Values } from "../../db/declare/kpi.ts";
import { openDatabase } from "../../db/open-database.ts";
import type { Row as VendorRow, TableName } from "../../dev/ponton/row.ts";
import { World } from "../../dev/ponton/world.ts";
import { materialise, testApi } from "../harness/api.ts";
import { comparisons, thenOf, withDelta, type Comparison } from "../harness/compared-truth.ts";
import { makeHard } from "../harness/hard-rows.ts";
import { KpiTruth } from "../harness/kpi-truth.ts";
import { storeWorld } from "../harness/store-world.ts";
import { VendorSales, type Vendor } from "../harness/vendor-sales.ts";
import { comparedTruths, kpiTruths } from "./kpi-questions.ts";

const world = new World(7, "tiny");
makeHard(world);
/** A third of what happened, a year earlier: the simulator's rows are of a few weeks. */
const vendor: Vendor = (table) =>
  world
    .shelf(table)
    .sorted()
    .flatMap((row, at): readonly VendorRow[] => {
      if (table === "site_days") return [row, earlier(row)];
      return happened.includes(table) && at % 3 === 0 ? [earlier(row)] : [row];
    });
const happened: readonly TableName[] = ["orders", "visits", "bookings", "sessions", "payments", "refunds", "passes"];
const earlier = (row: VendorRow): VendorRow =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      if (name === "paid_at") return [name, Number(value) - 365 * 86_400];
      return [name, typeof value === "string" ? value.replace(/^2026-/, "2025-") : value];
    }),
  );
const [sales, truth] = [new VendorSales(vendor), new KpiTruth(vendor)];
type Row = Readonly<Record<string, unknown>>;
type Span = { readonly from: string; readonly to: string; readonly site?: number };

let database: Database;
let get: Awaited<ReturnType<typeof testApi>>["get"];
beforeAll(async () => {
  database = await openDatabase({ memory: true }, deployment);
  await database.migrate();
  await storeWorld(database, vendor);
  await materialise(database, "2026-12-31T23:00:00.000Z");
  const often = { perSecond: 1e6, burst: 1e6 };
  const access = { trustedProxies: [], manners: { caller: often, address: often } };
  ({ get } = await testApi({ access }, database));
});
afterAll(() => database.close());

async function ask({ spec }: DeclaredKpi, span: Span, words: Values): Promise<readonly Row[]> {
  const { from, to, site } = span;
  const query = new URLSearchParams({ from, to, ...(site !== undefined && { site: String(site) }), ...words });
  const response = await get(`/api/v1/kpi/${spec.key}?${query.toString()}&limit=1000`);
  const { data }: { readonly data: readonly Row[] } = JSON.parse(await response.text());
  return data;
}

/** What the vendor's rows say, under the answer's names. */
function told({ spec: { key }, params }: DeclaredKpi, span: Span, words: Values): readonly Row[] {
  const all = { ...defaults(params), ...words };
  const asked = { ...span, ...all };
  if (key === "revenue") return truth.revenue({ ...asked, grain: all["grain"] ?? "" });
  if (key === "revenue-by-territory")
    return truth.territory({ ...asked, level: all["level"] ?? "", by: all["by"] ?? "" });
  return kpiTruths[key]?.(sales, asked) ?? [];
}

/** A whole month, days, a week, days at one base that cut weeks, a year. */
const spans: readonly Span[] = [
  { from: "2026-08-01", to: "2026-09-01" },
  { from: "2026-08-08", to: "2026-08-15" },
  { from: "2026-08-10", to: "2026-08-17" },
  { from: "2026-08-05", to: "2026-08-12", site: 2 },
  { from: "2026-01-01", to: "2027-01-01" },
];

/** The words of each parameter, the others as they are by default. */
const words = ({ params }: DeclaredKpi): readonly Values[] => [
  {},
  ...Object.entries(params).flatMap(([name, { values }]) =>
    values.slice(1).map((value): Values => ({ [name]: value })),
  ),
];

const grainOf = (kpi: DeclaredKpi, asked: Values): string | undefined =>
  ({ ...defaults(kpi.params), ...asked })[comparedTruths[kpi.spec.key]?.period?.grain ?? ""];

type Asked = {
  readonly kpi: DeclaredKpi;
  readonly span: Span;
  readonly words: Values;
  readonly comparison: Comparison;
};

const expected = ({ kpi, span, words: asked, comparison }: Asked): readonly unknown[] => {
  const compared = comparedTruths[kpi.spec.key] ?? { by: [], of: "" };
  const { span: then, partnerOf } = thenOf(span, comparison, grainOf(kpi, asked));
  return withDelta(compared, told(kpi, span, asked), told(kpi, { ...span, ...then }, asked), partnerOf).map(
    (row) => row["delta"],
  );
};

test("exactly those KPIs compare that the list of this test names", () => {
  const comparing = deployment.kpis.filter(({ compared }) => compared !== undefined).map(({ spec }) => spec.key);
  expect(comparing.toSorted()).toEqual(Object.keys(comparedTruths).toSorted());
});

test.each(deployment.kpis.filter(({ compared }) => compared !== undefined))(
  "$spec.key is compared as the vendor's rows say, by every word, with the time before and the year before",
  async (kpi) => {
    let changes = 0;
    for (const comparison of comparisons)
      for (const span of spans)
        for (const asked of words(kpi).filter((values) => !isPeopleTable(kpi, values))) {
          const rows = await ask(kpi, span, { ...asked, compare: comparison });
          const said = JSON.stringify({ comparison, span, asked });
          expect(
            rows.map((row) => row["delta"]),
            said,
          ).toEqual(expected({ kpi, span, words: asked, comparison }));
          changes += rows.filter((row) => typeof row["delta"] === "number").length;
        }
    if (kpi.people?.when === undefined && kpi.people !== undefined) return;
    expect(changes).toBeGreaterThan(0);
  },
  600_000,
);

const tables = [
  { key: "revenue-by-territory", words: { by: "client", level: "region" } },
  { key: "revenue-by-territory", words: { by: "client", level: "commune" } },
  { key: "catchment", words: { band_km: "10" } },
  { key: "catchment", words: { band_km: "50" } },
];

test.each(tables)("a month of people in $key ($words) is compared with what its other month tells", async (table) => {
  const kpi = deployment.kpis.find(({ spec }) => spec.key === table.key);
  const compared = comparedTruths[table.key];
  if (kpi === undefined || compared === undefined) throw new Error(`no KPI ${table.key}`);
  const span = { from: "2026-08-01", to: "2026-09-01" };
  const now = await ask(kpi, span, table.words);
  const shownOf = (rows: readonly Row[]) => rows.filter((row) => typeof row[compared.of] === "number");
  for (const comparison of comparisons) {
    const { span: before, partnerOf } = thenOf(span, comparison, undefined);
    const then = await ask(kpi, before, table.words);
    const rows = await ask(kpi, span, { ...table.words, compare: comparison });
    const changes = withDelta(compared, shownOf(now), shownOf(then), partnerOf);
    expect(shownOf(rows)).toEqual(changes);
    expect(rows.filter((row) => !shownOf(rows).includes(row)).every((row) => row["delta"] === null)).toBe(true);
    expect(changes.length).toBeGreaterThan(0);
  }
});
