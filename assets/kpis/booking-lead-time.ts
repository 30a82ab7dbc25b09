import {
  and,
  choice,
  code,
  eq,
  int,
  kpi,
  percentileDisc,
  rate,
  rateOf,
  sql,
  sumInt,
  weightOf,
  weightUpTo,
} from "../../index.ts";
import { inRange } from "../in-range.ts";
import { leadTimesDaily } from "../marts/lead-times-daily.ts";

/** How many days before their slot people book, by channel. */
export const bookingLeadTime = kpi("booking-lead-time", {
  summary: "Booking lead time",
  doc: "How many days before their slot people book, by channel, for slots of the range: `p50` and `p90` days (the least up to which half, or 90 %, of the bookings lie) and `sameDayShare`. Bookings that were cancelled or whose slot was closed count nowhere.",
  deps: { leadTimesDaily },
  params: { channel: choice(["all", "web", "phone", "counter", "partner"], "One channel, or each.") },
  row: { channel: code(20), bookings: int(), p50: int(), p90: int(), sameDayShare: rate().nullable() },
  order: ["channel"],
  compared: { by: ["channel"], of: "p50" },
  example: {
    rows: [
      { channel: "phone", bookings: 611, p50: 2, p90: 9, sameDayShare: 0.2815, delta: null },
      { channel: "web", bookings: 4_177, p50: 5, p90: 21, sameDayShare: 0.1193, delta: -0.1667 },
    ],
  },
  rows: ({ leadTimesDaily }, { channel, q, ...which }) => {
    const days = q
      .select({
        channel: leadTimesDaily.channel,
        leadDays: leadTimesDaily.leadDays,
        bookings: sumInt(leadTimesDaily.bookings).as("bookings"),
      })
      .from(leadTimesDaily)
      .where(and(inRange(leadTimesDaily, which), channel === "all" ? undefined : eq(leadTimesDaily.channel, channel)))
      .groupBy(leadTimesDaily.channel, leadTimesDaily.leadDays)
      .as("days");
    const ranked = q
      .select({
        channel: days.channel,
        leadDays: days.leadDays,
        bookings: days.bookings,
        upTo: weightUpTo(days.bookings, days.channel, days.leadDays).as("up_to"),
        whole: weightOf(days.bookings, days.channel).as("whole"),
      })
      .from(days)
      .as("ranked");
    return q
      .select({
        channel: ranked.channel,
        bookings: sumInt(ranked.bookings),
        p50: percentileDisc<number>(50, ranked.leadDays, ranked),
        p90: percentileDisc<number>(90, ranked.leadDays, ranked),
        sameDayShare: rateOf(
          sql`sum(case when ${ranked.leadDays} = 0 then ${ranked.bookings} else 0 end)`,
          sql`sum(${ranked.bookings})`,
        ),
      })
      .from(ranked)
      .groupBy(ranked.channel);
  },
});
