import { asInt, eq, inArray, ne, and, noMoney, sql, sumMoney, type Query } from "../index.ts";
import { nobody } from "./nobody.ts";
import { inhabitants, perThousand, territories, type Level } from "./territories.ts";
import { inRange, isDeal, isGivenBack, isSold, type Which } from "./in-range.ts";
import type { ordersDaily } from "./marts/orders-daily.ts";
import type { peopleDaily } from "./marts/people-daily.ts";
import type { refundsDaily } from "./marts/refunds-daily.ts";
import type { communePopulations } from "./tables/commune-populations.ts";
import type { communes } from "./tables/communes.ts";
import type { sites } from "./tables/sites.ts";

type Tables = {
  readonly ordersDaily: typeof ordersDaily.open;
  readonly refundsDaily: typeof refundsDaily.open;
  readonly peopleDaily: typeof peopleDaily.open;
  readonly sites: typeof sites.open;
  readonly communes: typeof communes.open;
  readonly communePopulations: typeof communePopulations.open;
};
type Asked = Which & { readonly level: Level };

/** Sales by the territory of the base. Amounts are of the marts of orders and refunds, a few rows a day; people are told apart among those of `people_daily` alone. */
export function salesOfBases(q: Query, tables: Tables, { level, ...which }: Asked) {
  const [sold, bought] = [placesOf(q, tables, level, "sold"), placesOf(q, tables, level, "bought")];
  const money = moneyOf(q, tables, which);
  const amounts = q
    .select({
      code: sold.code,
      name: sql<string>`min(${sold.name})`.as("name"),
      gross: sumMoney(money.gross).as("gross"),
      net: sumMoney(money.net).as("net"),
    })
    .from(money)
    .innerJoin(sold, eq(sold.site, money.site))
    .groupBy(sold.code)
    .as("amounts");
  const { peopleDaily } = tables;
  const buyers = q
    .select({ code: bought.code, person: peopleDaily.person })
    .from(peopleDaily)
    .innerJoin(bought, eq(bought.site, peopleDaily.siteId))
    .where(and(inRange(peopleDaily, which), isDeal(peopleDaily), ne(peopleDaily.person, nobody)))
    .groupBy(bought.code, peopleDaily.person)
    .as("buyers");
  const counts = q
    .select({ code: buyers.code, people: sql<number>`cast(count(*) as integer)`.as("people") })
    .from(buyers)
    .groupBy(buyers.code)
    .as("counts");
  const living = inhabitants(q, tables.communePopulations, level);
  return q
    .select({
      code: sql<string>`${amounts.code}`,
      name: sql<string>`${amounts.name}`,
      clients: sql<number>`coalesce(${counts.people}, 0)`,
      gross: sql<string>`${amounts.gross}`,
      netOfVat: sql<string>`${amounts.net}`,
      per1000Inhabitants: perThousand(amounts.net, living.people),
      largest: noMoney(),
      within: sql<string>`''`,
      base: asInt(0),
    })
    .from(amounts)
    .leftJoin(counts, eq(counts.code, amounts.code))
    .leftJoin(living, eq(living.code, amounts.code));
}

/** Each base's territory. */
function placesOf(q: Query, { sites, communes }: Tables, level: Level, name: string) {
  const ofBases = q.select({ insee: sites.communeInsee }).from(sites);
  // Of tens of thousands of communes, those of the bases are a few.
  const places = territories(q, communes, level, inArray(communes.inseeCode, ofBases));
  return q
    .select({
      site: sql<number>`${sites.id}`.as("site"),
      code: sql<string>`coalesce(${places.code}, 'unknown')`.as("code"),
      name: sql<string>`coalesce(${places.name}, 'unknown')`.as("name"),
    })
    .from(sites)
    .leftJoin(places, eq(places.insee, sites.communeInsee))
    .as(name);
}

/** What was sold at each base, and, negative, what was given back. */
function moneyOf(q: Query, { ordersDaily, refundsDaily }: Tables, which: Which) {
  const sales = q
    .select({
      site: ordersDaily.siteId,
      gross: sumMoney(ordersDaily.gross).as("gross"),
      net: sumMoney(ordersDaily.net).as("net"),
    })
    .from(ordersDaily)
    .where(isSold(ordersDaily, which))
    .groupBy(ordersDaily.siteId);
  const returns = q
    .select({
      site: refundsDaily.siteId,
      gross: noMoney().as("gross"),
      net: sql<string>`-${sumMoney(refundsDaily.net)}`.as("net"),
    })
    .from(refundsDaily)
    .where(isGivenBack(refundsDaily, which))
    .groupBy(refundsDaily.siteId);
  return sales.unionAll(returns).as("money");
}
