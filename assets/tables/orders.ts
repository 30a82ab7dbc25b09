import {
  acceptedValues,
  bigint,
  instant,
  int,
  link,
  money,
  references,
  rowChange,
  sourceFresh,
  subjectRef,
  table,
  text,
  updatedSince,
  within,
} from "../../index.ts";
import { accounting, serving, steering } from "../purposes.ts";
import { ponton } from "../sources/ponton.ts";
import { bookings } from "./bookings.ts";
import { sites } from "./sites.ts";

/** One row a till or web order; walk-ins have no client. */
export const orders = table("orders", {
  doc: "One row an order.",
  from: ponton.list("/orders", {
    paging: link("header", 500),
    since: updatedSince("updated_since"),
    ids: "/ids/orders",
  }),
  purposes: [accounting, serving, steering],
  columns: {
    id: bigint().key().doc("The vendor's number of the order"),
    number: text(40).doc("As printed on the receipt"),
    siteId: int().ref(sites).doc("The base that sold"),
    clientId: subjectRef("client").nullable().doc("Who bought; empty for a walk-in"),
    bookingId: bigint().ref(bookings).nullable().doc("The booking that it pays for; empty for other sales"),
    registerId: text(20).nullable().doc("The till; empty for the web"),
    openedAt: instant().businessDay().doc("When it was begun; its day is the business day"),
    closedAt: instant().nullable().doc("When it was settled; empty while it is open"),
    status: text(20).doc("open, paid, cancelled or refunded"),
    subtotal: money().doc("Sum of its lines, VAT included"),
    discount: money().doc("Taken off the whole order"),
    vatTotal: money().doc("VAT in the total"),
    total: money().doc("What is to be paid, VAT included"),
    createdAt: instant().doc("When the vendor wrote the row first"),
    updatedAt: instant().cursor().doc("When the vendor changed the row last"),
    deletedAt: instant().nullable().softDelete().doc("Since when the vendor has it no more; empty while it stands"),
  },
  checks: [
    acceptedValues("status", ["open", "paid", "cancelled", "refunded"]).warning(),
    rowChange({ fall: 0.2 }),
    references("siteId", sites),
    references("bookingId", bookings),
    sourceFresh("45 days"),
  ],
  freshness: within("26 hours"),
});
