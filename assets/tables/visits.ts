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
    id: bigint().key(),
    siteId: int().ref(sites),
    clientId: subjectRef("client").nullable(),
    passId: bigint().ref(passes).nullable(),
    bookingId: bigint().ref(bookings).nullable(),
    gate: text(20),
    enteredAt: instant().businessDay(),
    leftAt: instant().nullable(),
    createdAt: instant().cursor(),
  },
  checks: [references("siteId", sites), references("bookingId", bookings)],
  freshness: within("26 hours"),
});
