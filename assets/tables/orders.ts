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
    id: bigint().key(),
    number: text(40),
    siteId: int().ref(sites),
    clientId: subjectRef("client").nullable(),
    bookingId: bigint().ref(bookings).nullable(),
    registerId: text(20).nullable(),
    openedAt: instant().businessDay(),
    closedAt: instant().nullable(),
    status: text(20),
    subtotal: money(),
    discount: money(),
    vatTotal: money(),
    total: money(),
    createdAt: instant(),
    updatedAt: instant().cursor(),
    deletedAt: instant().nullable().softDelete(),
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
