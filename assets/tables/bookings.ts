import {
  between,
  bigint,
  code,
  instant,
  int,
  json,
  money,
  oneOf,
  page,
  references,
  subjectRef,
  table,
  text,
  updatedWindow,
  within,
} from "../../index.ts";
import { serving, steering } from "../purposes.ts";
import { ponton } from "../sources/ponton.ts";
import { sessions } from "./sessions.ts";
import { sites } from "./sites.ts";

/** One row a booking. The people on it are counted, not stored: some are children without an id. */
export const bookings = table("bookings", {
  doc: "One row a booking.",
  from: ponton.list("/bookings", {
    paging: page(500),
    since: updatedWindow({ from: "updated_from", to: "updated_to" }, { longest: "31 days", from: "2023-01-01" }),
    rows: "data",
    total: "total",
    ids: "/ids/bookings",
  }),
  purposes: [serving, steering],
  columns: {
    id: bigint().key(),
    number: text(40),
    sessionId: bigint().ref(sessions),
    siteId: int().ref(sites),
    clientId: subjectRef("client").nullable(),
    channel: text(20),
    partySize: int(),
    participants: json().nullable().personal("names of participants", { drop: true }),
    status: oneOf("pending", "confirmed", "checked_in", "no_show", "cancelled"),
    bookedAt: instant().businessDay(),
    cancelledAt: instant().nullable(),
    cancelReason: text(80).nullable(),
    priceTotal: money(),
    currency: code(3),
    createdAt: instant(),
    updatedAt: instant().cursor(),
    deletedAt: instant().nullable().softDelete(),
  },
  checks: [between("partySize", { atLeast: 1 }).warning(), references("sessionId", sessions)],
  freshness: within("26 hours"),
});
