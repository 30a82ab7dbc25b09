import { and, choice, int, kpi, money, ne, sql, subjectRef, sumInt, sumMoney } from "../../index.ts";
import { nobody } from "../nobody.ts";
import { inRange } from "../in-range.ts";
import { peopleDaily } from "../marts/people-daily.ts";

/** The clients who spent or came most, under an alias that differs for each consumer. Merged clients are one person; deleted and erased ones are nobody. */
export const topClients = kpi("top-clients", {
  summary: "Top clients",
  doc: "The clients who spent or came most in a range, as aliases: `net` without VAT after refunds, `visits` passages, `recency` days from the last purchase or visit to `to`. Merged clients are one person; deleted and erased people are not ranked.",
  deps: { peopleDaily },
  params: { metric: choice(["net", "visits"], "What clients are ranked by.") },
  row: { rank: int(), client: subjectRef("client"), recency: int(), visits: int(), net: money() },
  order: ["rank"],
  rowsByDefault: 10,
  alias: "client",
  individual: true,
  example: {
    rows: [
      { rank: 1, client: "k3vq7zd2ma", recency: 4, visits: 18, net: 642.5 },
      { rank: 2, client: "tz5h2owb6e", recency: 11, visits: 9, net: 518.33 },
    ],
  },
  rows: ({ peopleDaily }, { metric, to, q, ...which }) => {
    // Who was only refunded was not there.
    const there = sql`case when ${peopleDaily.purchases} + ${peopleDaily.visits} > 0 then ${peopleDaily.day} end`;
    const totals = q
      .select({
        person: peopleDaily.person,
        last: sql<string>`max(${there})`.as("last"),
        visits: sumInt(peopleDaily.visits).as("visits"),
        net: sumMoney(peopleDaily.net).as("net"),
      })
      .from(peopleDaily)
      .where(
        and(
          inRange(peopleDaily, { ...which, to }),
          ne(peopleDaily.person, nobody),
          sql`not ${q.isKeptOut(peopleDaily.person)}`,
        ),
      )
      .groupBy(peopleDaily.person)
      .as("totals");
    return q
      .select({
        rank: sql<number>`cast(row_number() over (order by ${totals[metric]} desc, ${totals.person} asc) as integer)`,
        client: totals.person,
        recency: q.daysBetween(totals.last, to),
        visits: totals.visits,
        net: totals.net,
      })
      .from(totals)
      .where(sql`${totals.last} is not null`);
  },
});
