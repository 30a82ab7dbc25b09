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
    id: bigint().key().doc("The vendor's number of the booking"),
    number: text(40).doc("As printed on the confirmation"),
    sessionId: bigint().ref(sessions).doc("The slot that is booked"),
    siteId: int().ref(sites).doc("The base of the slot"),
    clientId: subjectRef("client").nullable().doc("Who booked; empty where nobody is named"),
    channel: text(20).doc("Where it was booked: web, phone, counter, partner"),
    partySize: int().doc("People who are to come"),
    participants: json()
      .nullable()
      .personal("names of participants", { drop: true })
      .doc("Names of those who are to come, children among them"),
    status: oneOf("pending", "confirmed", "checked_in", "no_show", "cancelled").doc(
      "How far it is; no_show: nobody came",
    ),
    bookedAt: instant().businessDay().doc("When it was made; its day is the business day"),
    cancelledAt: instant().nullable().doc("When it was cancelled; empty while it stands"),
    cancelReason: text(80).nullable().doc("Why it was cancelled, the weather for instance"),
    priceTotal: money().doc("Price of the whole party, VAT included"),
    currency: code(3).doc("Three letters, EUR"),
    createdAt: instant().doc("When the vendor wrote the row first"),
    updatedAt: instant().cursor().doc("When the vendor changed the row last"),
    deletedAt: instant().nullable().softDelete().doc("Since when the vendor has it no more; empty while it stands"),
  },
  checks: [between("partySize", { atLeast: 1 }).warning(), references("sessionId", sessions)],
  freshness: within("26 hours"),
});
