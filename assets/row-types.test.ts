import { getColumns, type Table } from "drizzle-orm";
import { expect, expectTypeOf, test } from "vitest";
import { deployment } from "./index.ts";
import { basketsDaily } from "./marts/baskets-daily.ts";
import { bookingsDaily } from "./marts/bookings-daily.ts";
import { cohortsDaily } from "./marts/cohorts-daily.ts";
import { leadTimesDaily } from "./marts/lead-times-daily.ts";
import { ordersDaily } from "./marts/orders-daily.ts";
import { paymentsDaily } from "./marts/payments-daily.ts";
import { peopleDaily } from "./marts/people-daily.ts";
import { slotsHourly } from "./marts/slots-hourly.ts";
import { visitsHourly } from "./marts/visits-hourly.ts";
import { occupancyDaily } from "./marts/occupancy-daily.ts";
import { refundsDaily } from "./marts/refunds-daily.ts";
import { revenueDaily } from "./marts/revenue-daily.ts";
import { visitsDaily } from "./marts/visits-daily.ts";
import { activities } from "./tables/activities.ts";
import { bookings } from "./tables/bookings.ts";
import { clients } from "./tables/clients.ts";
import { communePopulations } from "./tables/commune-populations.ts";
import { communes } from "./tables/communes.ts";
import { giftCards } from "./tables/gift-cards.ts";
import { orderLines } from "./tables/order-lines.ts";
import { orders } from "./tables/orders.ts";
import { passes } from "./tables/passes.ts";
import { payments } from "./tables/payments.ts";
import { products } from "./tables/products.ts";
import { refunds } from "./tables/refunds.ts";
import { sessions } from "./tables/sessions.ts";
import { siteDays } from "./tables/site-days.ts";
import { sites } from "./tables/sites.ts";
import { visits } from "./tables/visits.ts";

const declared = {
  activities,
  bookings,
  clients,
  communePopulations,
  communes,
  giftCards,
  basketsDaily,
  bookingsDaily,
  cohortsDaily,
  leadTimesDaily,
  ordersDaily,
  paymentsDaily,
  peopleDaily,
  slotsHourly,
  visitsHourly,
  occupancyDaily,
  orderLines,
  orders,
  passes,
  payments,
  products,
  refunds,
  refundsDaily,
  revenueDaily,
  sessions,
  siteDays,
  sites,
  visits,
  visitsDaily,
};
type Declared = typeof declared;
type Eq<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
/** True for each asset whose rows have one type in both dialects. */
type Same = {
  [K in keyof Declared]: Eq<Declared[K]["open"]["$inferSelect"], Declared[K]["mssqlOpen"]["$inferSelect"]>;
};

test("the rows of every table and mart have one type in both dialects: numbers, exact text, words of a list, null where null may be", () => {
  expectTypeOf<Same>().toEqualTypeOf<{ [K in keyof Declared]: true }>();
  const keys = Object.values(declared).map(({ spec }) => spec.key);
  expect(keys.toSorted()).toEqual(deployment.graph.assets.map(({ key }) => key).toSorted());
});

test("an instant is a Date in a row, a day is text", () => {
  expectTypeOf<Pick<typeof orders.open.$inferSelect, "closedAt" | "businessDay">>().toEqualTypeOf<{
    closedAt: Date | null;
    businessDay: string | null;
  }>();
});

test("both dialects' tables have the same columns, by the same names", () => {
  for (const { open, mssqlOpen } of Object.values(declared)) {
    const names = (table: Table) => Object.entries(getColumns(table)).map(([name, column]) => [name, column.name]);
    expect(names(mssqlOpen)).toEqual(names(open));
  }
});
