import {
  and,
  code,
  daily,
  date,
  eq,
  int,
  mart,
  money,
  sql,
  subjectRef,
  sumInt,
  sumMoney,
  unique,
  within,
  type Query,
  type SQL,
} from "../../index.ts";
import { nobody } from "../nobody.ts";
import { deeds } from "../deeds.ts";
import { passages } from "../passages.ts";
import { people } from "../people.ts";
import { clients } from "../tables/clients.ts";
import { orderLines } from "../tables/order-lines.ts";
import { orders } from "../tables/orders.ts";
import { products } from "../tables/products.ts";
import { refunds } from "../tables/refunds.ts";
import { visits } from "../tables/visits.ts";

const nil = sql.raw(`'${nobody}'`);

type Came = { readonly visits: typeof visits.open; readonly clients: typeof clients.open };

/** Each day on which people came to a base, with the day before it on which they came, to any base (the same day where they came to two) and to this one; null for the first. */
function comings(q: Query, tables: Came) {
  const each = passages(q, tables, "each");
  const days = q
    .select({ person: each.person, siteId: each.siteId, day: each.day })
    .from(each)
    .groupBy(each.person, each.siteId, each.day)
    .as("days");
  const before = (by: SQL) =>
    sql<string | null>`lag(${days.day}) over (partition by ${by} order by ${days.day}, ${days.siteId})`;
  return q
    .select({
      person: days.person,
      siteId: days.siteId,
      day: days.day,
      before: before(sql`${days.person}`).as("previous_day"),
      beforeHere: before(sql`${days.person}, ${days.siteId}`).as("previous_day_here"),
    })
    .from(days)
    .as("comings");
}

/** The days on which people came first: to any base, and to each. */
function firsts(q: Query, tables: Came) {
  const [anywhere, there] = [passages(q, tables, "anywhere"), passages(q, tables, "there")];
  const ever = q
    .select({ person: anywhere.person, first: sql<string>`min(${anywhere.day})`.as("first_ever") })
    .from(anywhere)
    .groupBy(anywhere.person)
    .as("ever");
  const here = q
    .select({ person: there.person, siteId: there.siteId, first: sql<string>`min(${there.day})`.as("first_here") })
    .from(there)
    .groupBy(there.person, there.siteId)
    .as("here");
  return { ever, here };
}

/**
 * What one person did at one base on one day: passages, lines bought, refunds got, sales, sales without VAT after
 * refunds; the days of their first passage, at any base and at this one, which may be later than the row's (null for
 * who never came); and the days of the passage before this row's, by which a person is counted once in any range: at the
 * row whose passage before is not in it. Merged clients are one person; walk-ins, deleted and erased people are together under the nil
 * pseudonym.
 */
export const peopleDaily = mart("people_daily", {
  doc: "Passages and sales of one base, person and day.",
  deps: { visits, orders, orderLines, products, refunds, clients },
  // Who a client is changes whole histories, as a first passage does; an order is of another day than its refunds.
  dimensions: ["clients", "products"],
  rebuiltBy: ["clients", "orders", "orderLines", "visits"],
  partitions: daily({ from: "2024-03-01", zone: "Europe/Paris" }),
  freshness: within("10 hours"),
  columns: {
    day: date().key(1).doc("Business day"),
    siteId: int().key(2).doc("The base"),
    person: subjectRef("client")
      .key(3)
      .doc("Pseudonym of the client, merged ones as one; the nil one for walk-ins and the erased"),
    communeCode: code(5).nullable().doc("INSEE code of the commune of the home"),
    visits: int().doc("Passages"),
    gross: money().doc("Sales, VAT included"),
    net: money().doc("Sales without VAT, less refunds"),
    purchases: int().nullable().doc("Lines bought"),
    refunds: int().nullable().doc("Refunds got"),
    firstDay: date().nullable().doc("First passage at any base"),
    firstDayHere: date().nullable().doc("First passage at this base"),
    previousDay: date().nullable().doc("Passage before, at any base"),
    previousDayHere: date().nullable().doc("Passage before, at this base"),
  },
  checks: [unique("day", "siteId", "person")],
  rows: ({ clients, ...tables }, { q, inDays }) => {
    const facts = deeds(q, tables, inDays);
    const known = people(q, clients);
    const placed = q
      .select({
        day: facts.day,
        siteId: facts.siteId,
        person: sql<string>`coalesce(${known.person}, ${nil})`.as("person"),
        communeCode: sql<string | null>`${known.communeCode}`.as("commune_code"),
        visits: facts.visits,
        purchases: facts.purchases,
        refunds: facts.refunds,
        gross: facts.gross,
        net: facts.net,
      })
      .from(facts)
      .leftJoin(known, eq(known.id, facts.client))
      .where(sql`${facts.day} is not null`)
      .as("placed");
    const { ever, here } = firsts(q, { visits: tables.visits, clients });
    const came = comings(q, { visits: tables.visits, clients });
    return q
      .select({
        day: sql<string>`${placed.day}`,
        siteId: placed.siteId,
        person: sql<string>`${placed.person}`,
        communeCode: sql<string | null>`${placed.communeCode}`,
        visits: sumInt(placed.visits),
        gross: sumMoney(placed.gross),
        net: sumMoney(placed.net),
        purchases: sumInt(placed.purchases),
        refunds: sumInt(placed.refunds),
        firstDay: sql<string | null>`${ever.first}`,
        firstDayHere: sql<string | null>`${here.first}`,
        previousDay: sql<string | null>`${came.before}`,
        previousDayHere: sql<string | null>`${came.beforeHere}`,
      })
      .from(placed)
      .leftJoin(ever, eq(ever.person, placed.person))
      .leftJoin(here, and(eq(here.person, placed.person), eq(here.siteId, placed.siteId)))
      .leftJoin(came, and(eq(came.person, placed.person), eq(came.siteId, placed.siteId), eq(came.day, placed.day)))
      .groupBy(
        placed.day,
        placed.siteId,
        placed.person,
        placed.communeCode,
        ever.first,
        here.first,
        came.before,
        came.beforeHere,
      );
  },
});
