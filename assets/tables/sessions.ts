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
    id: bigint().key(),
    siteId: int().ref(sites),
    activityId: int().ref(activities),
    startsAt: localInstant("Europe/Paris").businessDay(),
    endsAt: localInstant("Europe/Paris"),
    capacity: int(),
    bookedCount: int(),
    status: oneOf("open", "full", "closed_weather", "cancelled"),
    weather: json().nullable(),
    createdAt: instant(),
    updatedAt: instant().cursor(),
    deletedAt: instant().nullable().softDelete(),
  },
  checks: [between("capacity", { atLeast: 0 }), references("siteId", sites), references("activityId", activities)],
  freshness: within("26 hours"),
});
