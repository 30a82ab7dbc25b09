import type { Row } from "../../dev/ponton/row.ts";
import { openDays, rateText, eachText } from "./sales-truth.ts";
import { periodOf, sortedBy, Sums } from "./sums.ts";
import { cents, euros, isWithin, parisDay, type Question, type VendorSales } from "./vendor-sales.ts";

type Booked = {
  readonly day: string;
  readonly site: number;
  readonly activity: number;
  readonly channel: string;
  readonly people: number;
  readonly status: string;
  readonly reason: string;
  readonly lead: number;
  readonly refunded: number;
};

function reasonOf(booking: Row, slot: Row): string {
  if (slot["status"] === "closed_weather") return "weather";
  const isCancelled = booking["status"] === "cancelled";
  if (isCancelled && booking["cancel_reason"] === "weather") return "weather";
  if (slot["status"] === "cancelled") return "session";
  if (!isCancelled) return "kept";
  return booking["cancel_reason"] === "client" ? "client" : "other";
}

/** Bookings with the slot that they are of. */
function booked(sales: VendorSales): readonly Booked[] {
  const slots = new Map(sales.live("sessions").map((slot) => [slot["id"], slot]));
  const orders = new Map(sales.live("orders").map((order) => [order["id"], order["booking_id"]]));
  const back = new Sums();
  for (const refund of sales.live("refunds"))
    back.add(String(orders.get(refund["order_id"] ?? null)), { amount: cents(refund["amount"]) });
  return sales.live("bookings").flatMap((booking) => {
    const slot = slots.get(booking["session_id"] ?? null);
    if (slot === undefined) return [];
    const [day, on] = [String(slot["starts_at"]).slice(0, 10), parisDay(booking["booked_at"])];
    const row = { day, site: Number(slot["site_id"]), activity: Number(slot["activity_id"]) };
    return [
      {
        ...row,
        channel: String(booking["channel"]),
        people: Number(booking["party_size"]),
        status: String(booking["status"]),
        reason: reasonOf(booking, slot),
        lead: Math.max(0, Math.round((Date.parse(day) - Date.parse(on)) / 86_400_000)),
        refunded: back.sums.get(String(booking["id"]))?.["amount"] ?? 0,
      },
    ];
  });
}

const isKept = ({ reason }: Booked): boolean => reason === "kept";

/** The mart `bookings_daily`. */
export function bookingsDaily(sales: VendorSales) {
  const sums = new Sums();
  for (const one of booked(sales))
    sums.add(JSON.stringify([one.day, one.site, one.activity, one.channel, one.reason]), {
      bookings: 1,
      no_shows: isKept(one) && one.status === "no_show" ? 1 : 0,
      checked_in: isKept(one) && one.status === "checked_in" ? one.people : 0,
      refunded: one.refunded,
    });
  return [...sums.entries()].map(([[day, site, activity, channel, reason], { refunded = 0, ...counts }]) => ({
    day,
    site_id: site,
    activity_id: activity,
    channel,
    reason,
    ...counts,
    refunded: euros(refunded),
  }));
}

/** The mart `lead_times_daily`. */
export function leadTimesDaily(sales: VendorSales) {
  const sums = new Sums();
  for (const { day, site, channel, lead } of booked(sales).filter(isKept))
    sums.add(JSON.stringify([day, site, channel, lead]), { bookings: 1 });
  return [...sums.entries()].map(([[day, site, channel, lead], sum]) => ({
    day,
    site_id: site,
    channel,
    lead_days: lead,
    ...sum,
  }));
}

/** Slots that were not cancelled. */
const plannedOf = (sales: VendorSales) =>
  sales
    .live("sessions")
    .filter((slot) => slot["status"] !== "cancelled")
    .map((slot) => ({
      isClosed: slot["status"] === "closed_weather",
      day: String(slot["starts_at"]).slice(0, 10),
      hour: Number(String(slot["starts_at"]).slice(11, 13)),
      site: Number(slot["site_id"]),
      activity: Number(slot["activity_id"]),
      offered: Number(slot["capacity"]),
      booked: Number(slot["booked_count"]),
    }));

/** Slots that offer places. */
const slotsOf = (sales: VendorSales) => plannedOf(sales).filter(({ isClosed }) => !isClosed);

const parisHours = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Paris", hour: "2-digit", hourCycle: "h23" });

const parisHour = (instant: unknown): number => Number(parisHours.format(new Date(String(instant))));

/** Passages with the activity that was booked. */
function passagesOf(sales: VendorSales) {
  const slots = new Map(sales.vendor("sessions").map((slot) => [slot["id"], slot["activity_id"]]));
  const bookings = new Map(sales.vendor("bookings").map((booking) => [booking["id"], booking["session_id"]]));
  return sales.vendor("visits").map((visit) => ({
    day: parisDay(visit["entered_at"]),
    hour: parisHour(visit["entered_at"]),
    site: Number(visit["site_id"]),
    activity: Number(slots.get(bookings.get(visit["booking_id"] ?? null) ?? null) ?? 0),
  }));
}

/** The mart `slots_hourly`. */
export function slotsHourly(sales: VendorSales) {
  const sums = new Sums();
  for (const { day, hour, site, activity, offered, booked } of slotsOf(sales))
    sums.add(JSON.stringify([day, site, activity, hour]), { offered, booked });
  return hourly(sums);
}

/** The mart `visits_hourly`. */
export function visitsHourly(sales: VendorSales) {
  const sums = new Sums();
  for (const { day, hour, site, activity } of passagesOf(sales))
    sums.add(JSON.stringify([day, site, activity, hour]), { visits: 1 });
  return hourly(sums);
}

const hourly = (sums: Sums) =>
  [...sums.entries()].map(([[day, site, activity, hour], sum]) => ({
    day,
    site_id: site,
    activity_id: activity,
    hour,
    ...sum,
  }));

/** Keeps what is of an activity of the category asked for. */
function isOfCategory(sales: VendorSales, { activity = "all" }: Question) {
  const categories = new Map(sales.vendor("activities").map((one) => [Number(one["id"]), one["category"]]));
  return (row: { readonly activity: number }) => activity === "all" || categories.get(row.activity) === activity;
}

/** `occupancy`. */
export function occupancy(sales: VendorSales, asked: Question) {
  const sums = new Sums();
  const add = (day: string, amounts: Record<string, number>) => sums.add(periodOf(day, asked.grain), amounts);
  for (const { day } of openDays(sales, asked)) add(day, {});
  const kept = isOfCategory(sales, asked);
  for (const slot of slotsOf(sales).filter(isWithin(asked)).filter(kept))
    add(slot.day, { offered: slot.offered, booked: slot.booked });
  for (const one of booked(sales).filter(isWithin(asked)).filter(kept))
    add(one.day, { checkedIn: isKept(one) && one.status === "checked_in" ? one.people : 0 });
  const slots = plannedOf(sales).filter(isWithin(asked)).filter(kept);
  for (const day of Map.groupBy(slots, ({ day, site }) => `${day} ${site}`).values())
    add(day[0]?.day ?? "", { closed: day.every(({ isClosed }) => isClosed) ? 1 : 0 });
  const rows = [...sums.sums].map(([period, { offered = 0, booked = 0, checkedIn = 0, closed = 0 }]) => ({
    period,
    offered,
    booked,
    checkedIn,
    rate: rateText(booked, offered),
    weatherClosedDays: closed,
  }));
  return sortedBy(rows, "period");
}

/** `cancellations`. */
export function cancellations(sales: VendorSales, asked: Question) {
  const sums = new Sums();
  for (const { day } of openDays(sales, asked)) sums.add(periodOf(day, asked.grain), {});
  for (const one of booked(sales).filter(isWithin(asked))) {
    const isLost = asked.reason === "all" ? !isKept(one) : one.reason === asked.reason;
    sums.add(periodOf(one.day, asked.grain), {
      booked: 1,
      cancelled: isLost ? 1 : 0,
      weather: one.reason === "weather" ? 1 : 0,
      noShow: isKept(one) && one.status === "no_show" ? 1 : 0,
      refunded: isLost ? one.refunded : 0,
    });
  }
  const rows = [...sums.sums].map(([period, { booked = 0, cancelled = 0, weather = 0, noShow = 0, refunded = 0 }]) => ({
    period,
    booked,
    cancelled,
    weather,
    noShow,
    cancelledRate: rateText(cancelled, booked),
    weatherRate: rateText(weather, booked),
    noShowRate: rateText(noShow, booked),
    refunded: euros(refunded),
  }));
  return sortedBy(rows, "period");
}

/** The least value up to which a percentage of a list lies. */
export function percentile<Value extends number>(percent: number, values: readonly Value[]): Value | undefined {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil((percent * sorted.length) / 100) - 1)];
}

/** `booking-lead-time`. */
export function bookingLeadTime(sales: VendorSales, asked: Question) {
  const kept = booked(sales)
    .filter(isWithin(asked))
    .filter((one) => isKept(one) && (asked.channel === "all" || one.channel === asked.channel));
  const rows = [...Map.groupBy(kept, ({ channel }) => channel)].map(([channel, list]) => {
    const leads = list.map(({ lead }) => lead);
    return {
      channel,
      bookings: list.length,
      p50: percentile(50, leads),
      p90: percentile(90, leads),
      sameDayShare: rateText(leads.filter((lead) => lead === 0).length, list.length),
    };
  });
  return sortedBy(rows, "channel");
}

const weekdayOf = (day: string): number => new Date(day).getUTCDay() || 7;

/** `peak-hours`. */
export function peakHours(sales: VendorSales, asked: Question) {
  const [sums, open] = [new Sums(), new Sums()];
  for (const { day } of openDays(sales, asked)) open.add(String(weekdayOf(day)), { days: 1 });
  const kept = isOfCategory(sales, asked);
  for (const { day, hour } of passagesOf(sales).filter(isWithin(asked)).filter(kept))
    sums.add(JSON.stringify([weekdayOf(day), hour]), { visits: 1 });
  for (const { day, hour, offered, booked } of slotsOf(sales).filter(isWithin(asked)).filter(kept))
    sums.add(JSON.stringify([weekdayOf(day), hour]), { offered, booked });
  const rows = [...sums.entries()].map(([[weekday, hour], { visits = 0, offered = 0, booked = 0 }]) => ({
    weekday: Number(weekday),
    hour: Number(hour),
    visits,
    visitsPerOpenDay: eachText(visits * 100, open.sums.get(String(weekday))?.["days"] ?? 0),
    occupancy: rateText(booked, offered),
  }));
  return sortedBy(rows, "weekday", "hour");
}
