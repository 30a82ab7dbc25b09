import { and, choice, code, desc, eq, gte, kpi, lt, money, sql, sumMoney, text } from "../../index.ts";
import { revenueDaily } from "../marts/revenue-daily.ts";
import { communes } from "../tables/communes.ts";
import { sites } from "../tables/sites.ts";

/** Sales by the territory of the base: exact, since a base's sales are no person's table. */
export const revenueByTerritory = kpi("revenue-by-territory", {
  summary: "Revenue by territory",
  doc: "Net sales by region, département or commune of the base.",
  deps: { revenueDaily, sites, communes },
  params: { level: choice(["region", "departement", "commune"], "Level of the territory.") },
  row: { code: code(5), name: text(120), gross: money(), netOfVat: money() },
  rows: ({ revenueDaily, sites, communes }, { from, to, site, level, q }) => {
    const columns = {
      region: [communes.regionCode, communes.regionName],
      departement: [communes.departementCode, communes.departementName],
      commune: [communes.inseeCode, communes.fullName],
    } as const;
    const [byCode, byName] = columns[level];
    const place = q.$with("place").as(
      q
        .select({
          insee: communes.inseeCode,
          code: sql<string>`min(${byCode})`.as("code"),
          name: sql<string>`min(${byName})`.as("name"),
        })
        .from(communes)
        .groupBy(communes.inseeCode),
    );
    return q
      .with(place)
      .select({
        code: sql<string>`coalesce(${place.code}, 'unknown')`,
        name: sql<string>`coalesce(${place.name}, 'unknown')`,
        gross: sumMoney(revenueDaily.gross),
        netOfVat: sumMoney(revenueDaily.net),
      })
      .from(revenueDaily)
      .innerJoin(sites, eq(sites.id, revenueDaily.siteId))
      .leftJoin(place, eq(place.insee, sites.communeInsee))
      .where(
        and(
          gte(revenueDaily.day, from),
          lt(revenueDaily.day, to),
          site === undefined ? undefined : eq(revenueDaily.siteId, site),
        ),
      )
      .groupBy(sql`coalesce(${place.code}, 'unknown')`, sql`coalesce(${place.name}, 'unknown')`)
      .orderBy(desc(sumMoney(revenueDaily.net)));
  },
});
