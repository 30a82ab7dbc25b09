import {
  between,
  bigint,
  cursor,
  instant,
  int,
  json,
  localInstant,
  oneOf,
  references,
  table,
  updatedSince,
  within,
} from "../../index.ts";
import { ponton } from "../sources/ponton.ts";
import { activities } from "./activities.ts";
import { sites } from "./sites.ts";

/** One row a slot of an activity that people can book. Starts are naive local times of the base. */
export const sessions = table("sessions", {
  doc: "One row a slot that people can book.",
  from: ponton.list("/sessions", {
    paging: cursor(500, "next_cursor"),
    since: updatedSince("updated_since"),
    rows: "data",
    ids: "/ids/sessions",
  }),
  columns: {
    id: bigint().key().doc("The vendor's number of the slot"),
    siteId: int().ref(sites).doc("The base"),
    activityId: int().ref(activities).doc("What is done in it"),
    startsAt: localInstant("Europe/Paris")
      .businessDay()
      .doc("Beginning, read as the base's local time; its day is the business day"),
    endsAt: localInstant("Europe/Paris").doc("End, read as the base's local time"),
    capacity: int().doc("Places that are offered"),
    bookedCount: int().doc("Places that are taken"),
    status: oneOf("open", "full", "closed_weather", "cancelled").doc("closed_weather: wind, storm or cold closed it"),
    weather: json().nullable().doc("Temperature, wind and rain, where they were measured"),
    createdAt: instant().doc("When the vendor wrote the row first"),
    updatedAt: instant().cursor().doc("When the vendor changed the row last"),
    deletedAt: instant().nullable().softDelete().doc("Since when the vendor has it no more; empty while it stands"),
  },
  checks: [between("capacity", { atLeast: 0 }), references("siteId", sites), references("activityId", activities)],
  freshness: within("26 hours"),
});
