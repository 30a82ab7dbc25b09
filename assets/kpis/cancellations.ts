import {
  asInt,
  choice,
  date,
  grain,
  int,
  kpi,
  money,
  noMoney,
  rate,
  rateOf,
  sql,
  sumInt,
  sumMoney,
} from "../../index.ts";
import { inRange, openPeriods } from "../in-range.ts";
import { bookingsDaily } from "../marts/bookings-daily.ts";
import { siteDays } from "../tables/site-days.ts";

/** Bookings that were lost, by period of their slot, and what was refunded of them. */
export const cancellations = kpi("cancellations", {
  summary: "Cancellations",
  doc: "Bookings by period of their slot: `booked` in all, `cancelled` for the `reason` asked (slots closed by the weather or by the base among them), `weather` of them all, `noShow` of those kept, each with its rate of `booked`, and `refunded` of those cancelled. A period without bookings is 0 when a base was open in it.",
  deps: { bookingsDaily, siteDays },
  params: {
    grain: grain(),
    reason: choice(
      ["all", "client", "weather", "session", "other"],
      "Why bookings were lost: by the client, the weather, a slot that the base cancelled, or otherwise.",
    ),
  },
  row: {
    period: date(),
    booked: int(),
    cancelled: int(),
    weather: int(),
    noShow: int(),
    cancelledRate: rate().nullable(),
    weatherRate: rate().nullable(),
    noShowRate: rate().nullable(),
    refunded: money(),
  },
  order: ["period"],
  compared: { by: ["period"], of: "cancelledRate" },
  example: {
    rows: [
      {
        period: "2026-06-01",
        booked: 5_190,
        cancelled: 402,
        weather: 171,
        noShow: 118,
        cancelledRate: 0.0775,
        weatherRate: 0.0329,
        noShowRate: 0.0227,
        refunded: 8_610.5,
        delta: -0.1034,
      },
    ],
  },
  rows: ({ bookingsDaily, siteDays }, { grain, reason, q, ...which }) => {
    const open = openPeriods(q, siteDays, { ...which, grain });
    const none = { booked: asInt(0), cancelled: asInt(0), weather: asInt(0), noShow: asInt(0), refunded: noMoney() };
    const idle = q.select({ period: sql<string>`${open.period}`, ...none }).from(open);
    const { bookings } = bookingsDaily;
    const isLost =
      reason === "all"
        ? sql`${bookingsDaily.reason} <> 'kept'`
        : sql`${bookingsDaily.reason} = ${sql.raw(`'${reason}'`)}`;
    const some = q
      .select({
        period: q.period(grain, bookingsDaily.day),
        booked: sql<number>`${bookings}`,
        cancelled: sql<number>`case when ${isLost} then ${bookings} else 0 end`,
        weather: sql<number>`case when ${bookingsDaily.reason} = 'weather' then ${bookings} else 0 end`,
        noShow: sql<number>`${bookingsDaily.noShows}`,
        refunded: sql<string>`case when ${isLost} then ${bookingsDaily.refunded} else ${noMoney()} end`,
      })
      .from(bookingsDaily)
      .where(inRange(bookingsDaily, which));
    const all = idle.unionAll(some).as("all");
    const ofBooked = (part: typeof all.cancelled) => rateOf(sql`sum(${part})`, sql`sum(${all.booked})`);
    return q
      .select({
        period: sql<string>`${all.period}`,
        booked: sumInt(all.booked),
        cancelled: sumInt(all.cancelled),
        weather: sumInt(all.weather),
        noShow: sumInt(all.noShow),
        cancelledRate: ofBooked(all.cancelled),
        weatherRate: ofBooked(all.weather),
        noShowRate: ofBooked(all.noShow),
        refunded: sumMoney(all.refunded),
      })
      .from(all)
      .groupBy(all.period);
  },
});
