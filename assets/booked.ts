import { and, eq, isNull, sql, type Query, type SQL, type SQLWrapper } from "../index.ts";
import { bookings } from "./tables/bookings.ts";
import { sessions } from "./tables/sessions.ts";

/** Why a booking was lost, in order of what is told first; `kept` for one that was not. */
const fate = ({ bookings, sessions }: Tables) => sql<string>`case
  when ${sessions.status} = 'closed_weather' then 'weather'
  when ${bookings.status} = 'cancelled' and ${bookings.cancelReason} = 'weather' then 'weather'
  when ${sessions.status} = 'cancelled' then 'session'
  when ${bookings.status} = 'cancelled' and ${bookings.cancelReason} = 'client' then 'client'
  when ${bookings.status} = 'cancelled' then 'other'
  else 'kept' end`;

type Tables = { readonly bookings: typeof bookings.open; readonly sessions: typeof sessions.open };

/** Bookings of slots on some days (of the slot), one row each: slot's day, base, activity, channel, people, status, why it was lost, and days from booking to slot, none below 0. Deleted bookings and slots are not among them. */
export const booked = (q: Query, { bookings, sessions }: Tables, days: (day: SQLWrapper) => SQL | undefined) =>
  q
    .select({
      id: bookings.id,
      day: sql<string>`${sessions.businessDay}`.as("day"),
      siteId: sessions.siteId,
      activityId: sessions.activityId,
      channel: bookings.channel,
      people: bookings.partySize,
      status: bookings.status,
      reason: fate({ bookings, sessions }).as("reason"),
      leadDays: sql<number>`case when ${bookings.businessDay} < ${sessions.businessDay} then ${q.daysBetween(
        sql`${bookings.businessDay}`,
        sql`${sessions.businessDay}`,
      )} else 0 end`.as("lead_days"),
    })
    .from(bookings)
    .innerJoin(sessions, eq(sessions.id, bookings.sessionId))
    .where(
      and(
        days(sql`${sessions.businessDay}`),
        sql`${sessions.businessDay} is not null`,
        isNull(bookings.deletedAt),
        isNull(sessions.deletedAt),
      ),
    )
    .as("booked");
