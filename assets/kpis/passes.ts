import {
  and,
  eq,
  gte,
  int,
  isNotNull,
  isNull,
  kpi,
  listHolds,
  lt,
  ne,
  numberOrAll,
  rate,
  rateOf,
  sql,
  sumInt,
  text,
  type SQL,
} from "../../index.ts";
import { passes as table } from "../tables/passes.ts";
import { products } from "../tables/products.ts";

/** Days after a pass ended within which another renews it. */
const renewalDays = sql.raw("60");

/** Passes by product: in force, sold, renewed or not, and the credits that are still owed. */
export const passes = kpi("passes", {
  summary: "Passes",
  doc: "Passes by product: `active` in force on the last day of the range, `sold` that start in it, `renewed` and `churned` of those that end in it (renewed by a pass that starts within 60 days of the end; recent ones may still be), `rate` renewed of both, `creditsOutstanding` of those in force. Cancelled and deleted passes count nowhere. With a site, passes that are good there.",
  deps: { passes: table, products },
  params: { product: numberOrAll("One product's number, or `all`.") },
  row: {
    product: int(),
    name: text(120),
    active: int(),
    sold: int(),
    renewed: int(),
    churned: int(),
    rate: rate().nullable(),
    creditsOutstanding: int(),
  },
  order: ["product"],
  compared: { by: ["product"], of: "active" },
  example: {
    rows: [
      {
        product: 17,
        name: "Carte 10 séances",
        active: 318,
        sold: 64,
        renewed: 21,
        churned: 13,
        rate: 0.6176,
        creditsOutstanding: 1_477,
        delta: 0.0849,
      },
    ],
  },
  rows: ({ passes, products }, { from, to, site, product, q }) => {
    const live = and(isNull(passes.deletedAt), ne(passes.status, "cancelled"));
    const renewals = q
      .select({ renewed: passes.renewedFromId, startsOn: sql<string>`min(${passes.startsOn})`.as("starts_on") })
      .from(passes)
      .where(and(live, isNotNull(passes.renewedFromId)))
      .groupBy(passes.renewedFromId)
      .as("renewals");
    const flag = (condition: SQL | undefined, amount: SQL = sql`1`) =>
      sql<number>`case when ${condition} then ${amount} else 0 end`;
    const isActive = and(lt(passes.startsOn, to), sql`${q.daysBetween(passes.endsOn, to)} <= 1`);
    const ended = and(gte(passes.endsOn, from), lt(passes.endsOn, to));
    const isRenewed = sql`coalesce(${q.daysBetween(passes.endsOn, renewals.startsOn)}, ${renewalDays} + 1) <= ${renewalDays}`;
    const each = q
      .select({
        product: passes.productId,
        active: flag(isActive).as("active"),
        sold: flag(and(gte(passes.startsOn, from), lt(passes.startsOn, to))).as("sold"),
        renewed: flag(and(ended, isRenewed)).as("renewed"),
        ended: flag(ended).as("ended"),
        credits: flag(isActive, sql`coalesce(${passes.creditsTotal}, 0) - coalesce(${passes.creditsUsed}, 0)`).as(
          "credits",
        ),
      })
      .from(passes)
      .leftJoin(renewals, eq(renewals.renewed, passes.id))
      .where(
        and(
          live,
          product === "all" ? undefined : eq(passes.productId, Number(product)),
          site === undefined ? undefined : listHolds(passes.siteScope, site),
        ),
      )
      .as("each");
    return q
      .select({
        product: each.product,
        name: sql<string>`coalesce(min(${products.name}), 'unknown')`,
        active: sumInt(each.active),
        sold: sumInt(each.sold),
        renewed: sumInt(each.renewed),
        churned: sumInt(sql`${each.ended} - ${each.renewed}`),
        rate: rateOf(sql`sum(${each.renewed})`, sql`sum(${each.ended})`),
        creditsOutstanding: sumInt(each.credits),
      })
      .from(each)
      .leftJoin(products, eq(products.id, each.product))
      .groupBy(each.product);
  },
});
