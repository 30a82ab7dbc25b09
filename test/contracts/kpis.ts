import { afterAll, beforeAll, expect, test } from "vitest";
import { deployment } from "../../assets/index.ts";
import type { Database } from "../../core/ports/database.ts";
import { isPeopleTable, type DeclaredKpi, type Range, type Values } from "../../db/declare/kpi.ts";
import type { Row } from "../../dev/ponton/row.ts";
import { World } from "../../dev/ponton/world.ts";
import { catchmentBands, type ToldOf } from "../harness/bands-truth.ts";
import { makeHard } from "../harness/hard-rows.ts";
import { KpiTruth } from "../harness/kpi-truth.ts";
import { VendorSales, type Vendor } from "../harness/vendor-sales.ts";
import { kpiTruths, martTruths } from "./kpi-questions.ts";
import { storeWorld } from "../harness/store-world.ts";

const world = new World(7, "tiny");
makeHard(world);
const nobody = "00000000-0000-0000-0000-000000000000";
/** Orders of erased people that came later name nobody. Of what the simulator sells at no till, some stands in lines too. */
const vendor: Vendor = (table) =>
  world
    .shelf(table)
    .sorted()
    .map((row, at): Row => {
      if (table === "orders" && at % 40 === 5) return { ...row, client_id: nobody };
      const product = table === "order_lines" ? soldSeldom[at % 40] : undefined;
      return product === undefined ? row : { ...row, product_id: product["id"] ?? null };
    });
const soldSeldom = ["pass", "gift_card"].flatMap((kind) =>
  world
    .shelf("products")
    .sorted()
    .filter((product) => product["kind"] === kind)
    .slice(0, 1),
);
const truth = new KpiTruth(vendor);
const sales = new VendorSales(vendor);

const kpi = (key: string): DeclaredKpi => {
  const found = deployment.kpis.find((candidate) => candidate.spec.key === key);
  if (found === undefined) throw new Error(`no KPI ${key}`);
  return found;
};
const sorted = (rows: readonly unknown[]): readonly string[] => rows.map((row) => JSON.stringify(row)).sort();
const pick = (row: Record<string, unknown>, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, row[name]]));

const ranges: readonly Range[] = [
  { from: "2026-08-01", to: "2026-09-01", site: undefined },
  { from: "2025-10-26", to: "2025-10-27", site: undefined },
  { from: "2026-03-29", to: "2026-03-30", site: undefined },
  { from: "2025-01-01", to: "2027-01-01", site: 2 },
  { from: "2025-01-01", to: "2027-01-01", site: undefined },
  { from: "2024-01-01", to: "2024-02-01", site: undefined },
];

/** Each word of each parameter with each of the others. */
const combined = ({ params }: DeclaredKpi): readonly Values[] =>
  Object.entries(params).reduce<readonly Values[]>(
    (before, [name, { values }]) => before.flatMap((words) => values.map((value) => ({ ...words, [name]: value }))),
    [{}],
  );

/** Homes told by no name, by their region, their département, their commune, and each by another. */
const howNarrowly: readonly ToldOf[] = [
  ...[0, 1, 2, 3].map((names) => () => names),
  (insee) => Number(insee.slice(-1)) % 4,
];
const byBand = (one: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>): number =>
  Number(one["band"]) - Number(other["band"]);

/** What KPIs and marts are proven on. */
export type KpiDatabase = Pick<Database, "query" | "read" | "buildMart" | "describe" | "close">;

/** What every database answers: what the vendor's rows say, however marts and KPIs are written there. `open` gives an empty one. */
export function kpiContract(open: () => Promise<KpiDatabase>): void {
  let database: KpiDatabase;
  beforeAll(async () => {
    database = await open();
    await storeWorld(database, vendor);
  });
  afterAll(() => database.close());

  const ask = async (key: string, range: Range, values: Values, most = 100_000) => {
    return database.read(kpi(key).statement(range, values, { after: undefined, most }));
  };
  const asked = ({ from, to, site }: Range) => ({ from, to, ...(site !== undefined && { site }) });

  test.each([
    ["revenue_daily", () => truth.revenueDaily()],
    ["occupancy_daily", () => truth.occupancyDaily()],
    ["visits_daily", () => truth.visitsDaily()],
    ...Object.entries(martTruths).map(([mart, of]) => [mart, () => of(sales)] as const),
  ] as const)("%s is what the vendor's rows say, cell by cell", async (mart, expected) => {
    const cells = expected();
    const names = Object.keys(cells[0] ?? {});
    const rows = await database.query(`select * from mart.${mart}`);
    expect(cells.length).toBeGreaterThan(20);
    expect(sorted(rows.map((row) => pick(row, names)))).toEqual(sorted(cells));
  });

  test.each(deployment.graph.spec.marts)("days of $key that are built again hold what they held", async (mart) => {
    const all = () => database.query(`select * from mart.${mart.key}`);
    const before = await all();
    const days = [...new Set(before.map((row) => String(row["day"])))].toSorted().slice(3, 5);
    await database.query(`delete from mart.${mart.key} where day >= '${days[0]}' and day <= '${days[1]}'`);
    expect((await all()).length).toBeLessThan(before.length);
    await database.buildMart(mart, days);
    expect(sorted(await all())).toEqual(sorted(before));
  });

  test("revenue is what the vendor's rows say, by every grain, kind, site and range", async () => {
    const kinds: readonly string[] = kpi("revenue").params["kind"]?.values ?? [];
    const sold = new Set<string>();
    for (const range of ranges)
      for (const grain of ["day", "week", "month", "season", "year"])
        for (const kind of kinds) {
          const expected = truth.revenue({ ...asked(range), grain, kind });
          expect(await ask("revenue", range, { grain, kind }), JSON.stringify({ range, grain, kind })).toEqual(
            expected,
          );
          if (expected.some(({ orders }) => orders > 0)) sold.add(kind);
        }
    expect(kinds).toHaveLength(7);
    expect([...sold].toSorted()).toEqual(kinds.toSorted());
    const rows = truth.revenue({ from: "2026-01-01", to: "2027-01-01", grain: "year" });
    expect(Number(rows[0]?.refunds)).toBeGreaterThan(100);
  });

  test("revenue by territory is what the vendor's rows say, by every level, of bases and of homes", async () => {
    for (const range of ranges)
      for (const level of ["region", "departement", "commune"])
        for (const by of ["site", "client"]) {
          const rows = await ask("revenue-by-territory", range, { level, by });
          const names = [
            "code",
            "clients",
            "gross",
            "netOfVat",
            "per1000Inhabitants",
            ...(by === "client" ? ["within", "largest"] : []),
          ];
          const expected = truth.territory({ ...asked(range), level, by });
          expect(sorted(rows.map((row) => pick(row, names))), JSON.stringify({ range, level, by })).toEqual(
            sorted(expected.map((row) => pick(row, names))),
          );
        }
  });

  test("top clients are who the vendor's rows say, merged people as one, deleted and erased ones nowhere", async () => {
    for (const range of ranges)
      for (const metric of ["net", "visits"]) {
        const rows = await ask("top-clients", range, { metric });
        expect(
          rows.map(({ client, ...row }) => ({ ...row, person: client })),
          JSON.stringify({ range, metric }),
        ).toEqual(truth.topClients({ ...asked(range), metric }).map((row) => row));
      }
    const chained = vendor("clients").filter((client) => client["merged_into_id"] !== null);
    const ends = new Set(chained.map((client) => truth.personOf(String(client["id"]))));
    expect(ends.size).toBeLessThan(chained.length);
    const everyone = await ask("top-clients", { from: "2020-01-01", to: "2030-01-01", site: undefined }, {});
    expect(everyone.map((row) => row["client"])).not.toContain(nobody);
  });

  test.each(Object.entries(kpiTruths))(
    "%s is what the vendor's rows say, in order, by every word of its parameters, site and range",
    async (key, of) => {
      const told = new Set<string>();
      for (const range of ranges)
        for (const words of combined(kpi(key))) {
          const expected = of(sales, { ...asked(range), ...words });
          expect(await ask(key, range, words), JSON.stringify({ range, words })).toEqual(expected);
          for (const row of expected)
            for (const [name, value] of Object.entries(row)) if (value !== null && Number(value) !== 0) told.add(name);
        }
      // Of nothing but zeros, equal answers would say nothing.
      const { gathered, columns, people } = kpi(key);
      const names = (gathered?.cells ?? columns).map((column) => column.name);
      expect([...told].toSorted()).toEqual(names.filter((name) => name !== people?.base).toSorted());
    },
    120_000,
  );

  test("bands of distance and their medians are what the vendor's rows say, however narrowly homes are told, by every width, site and range", async () => {
    const { statement, eachBase = statement, gathered, params } = kpi("catchment");
    const told = new Set<string>();
    for (const range of ranges) {
      const cells = await database.read((range.site === undefined ? eachBase : statement)(range, {}));
      const bases = [...Map.groupBy(cells, (row) => Number(row["base"])).values()];
      for (const toldOf of howNarrowly)
        for (const width of params["band_km"]?.values ?? []) {
          const judged = bases.map((rows) => rows.map((row) => ({ row, told: toldOf(String(row["place"])) })));
          const made = gathered?.gather(judged, { band_km: width }).toSorted(byBand);
          const expected = catchmentBands(sales, asked(range), { width: Number(width), told: toldOf });
          expect(made, JSON.stringify({ range, width, toldOf: howNarrowly.indexOf(toldOf) })).toEqual(expected);
          for (const { band, medianKm } of expected) told.add(`${band}`).add(`median ${medianKm}`);
        }
    }
    // The last band of each width, the homes that are in none, and more medians than a table of them would have.
    for (const band of ["-1", "50", "100"]) expect([...told]).toContain(band);
    expect([...told].filter((one) => one.startsWith("median")).length).toBeGreaterThan(20);
  });

  test.each(deployment.kpis.filter(({ people }) => people !== undefined))(
    "rows of each base of $spec.key are those of one base after the other",
    async (declared) => {
      const days = { from: "2026-08-01", to: "2026-09-01" };
      const base = declared.people?.base ?? "";
      for (const values of combined(declared).filter((words) => isPeopleTable(declared, words))) {
        const each = declared.eachBase === undefined ? [] : await database.read(declared.eachBase(days, values));
        const bases = [...new Set(each.map((row) => Number(row[base])))];
        const alone = [];
        for (const site of bases)
          for (const row of await database.read(declared.statement({ ...days, site }, values)))
            alone.push({ ...row, [base]: site });
        expect(bases.length).toBeGreaterThan(2);
        expect(sorted(each), JSON.stringify(values)).toEqual(sorted(alone));
      }
    },
  );

  test("pages follow one another without a hole or a repeat", async () => {
    const range = { from: "2025-01-01", to: "2027-01-01", site: undefined };
    const whole = await ask("revenue", range, { grain: "day" });
    const page = { after: [String(whole[4]?.["period"])], most: 3 };
    const next = kpi("revenue").statement(range, { grain: "day" }, page);
    expect(await database.read(next)).toEqual(whole.slice(5, 8));
  });
}
