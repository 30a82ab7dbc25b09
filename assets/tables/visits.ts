import { bigint, createdSince, instant, int, link, references, subjectRef, table, text, within } from "../../index.ts";
import { serving, steering } from "../purposes.ts";
import { ponton } from "../sources/ponton.ts";
import { bookings } from "./bookings.ts";
import { passes } from "./passes.ts";
import { sites } from "./sites.ts";

/** One row a passage through a gate; append-only. */
export const visits = table("visits", {
  doc: "One row a passage through a gate.",
  from: ponton.list("/visits", {
    paging: link("next", 1000),
    since: createdSince("created_since", "45 days"),
    rows: "data",
    ids: "/ids/visits",
  }),
  purposes: [serving, steering],
  columns: {
    id: bigint().key().doc("The vendor's number of the passage"),
    siteId: int().ref(sites).doc("The base"),
    clientId: subjectRef("client").nullable().doc("Who came in; empty where nobody is known"),
    passId: bigint().ref(passes).nullable().doc("The pass that opened the gate"),
    bookingId: bigint().ref(bookings).nullable().doc("The booking that opened the gate"),
    gate: text(20).doc("Which gate"),
    enteredAt: instant().businessDay().doc("When they came in; its day is the business day"),
    leftAt: instant().nullable().doc("When they left; empty where nobody saw it"),
    createdAt: instant().cursor().doc("When the vendor wrote the row first"),
  },
  checks: [references("siteId", sites), references("bookingId", bookings)],
  freshness: within("26 hours"),
});
