import { and, isNull, ne, sql, type SQL, type SQLWrapper } from "../index.ts";
import type { sessions } from "./tables/sessions.ts";

/** Slots of some days: neither deleted nor cancelled. */
export const planned = (slots: typeof sessions.open, days: (day: SQLWrapper) => SQL | undefined): SQL | undefined =>
  and(
    days(slots.businessDay),
    sql`${slots.businessDay} is not null`,
    isNull(slots.deletedAt),
    ne(slots.status, "cancelled"),
  );

/** True for slots that the weather closed. */
export const isWeatherClosed = (slots: typeof sessions.open): SQL => sql`${slots.status} = 'closed_weather'`;

/** Slots that offered places on some days: neither deleted, cancelled nor closed by the weather. */
export const offered = (slots: typeof sessions.open, days: (day: SQLWrapper) => SQL | undefined): SQL | undefined =>
  and(planned(slots, days), ne(slots.status, "closed_weather"));
