import { between, bigint, createdSince, instant, money, page, references, table, text, within } from "../../index.ts";
import { ponton } from "../sources/ponton.ts";
import { orders } from "./orders.ts";
import { payments } from "./payments.ts";

/** One row a refund. The API filters on creation only, so 45 days are read again each night. */
export const refunds = table("refunds", {
  doc: "One row a refund.",
  from: ponton.list("/refunds", {
    paging: page(500),
    since: createdSince("created_since", "45 days"),
    rows: "data",
    total: "total",
    ids: "/ids/refunds",
  }),
  columns: {
    id: bigint().key().doc("The vendor's number of the refund"),
    paymentId: bigint().ref(payments).doc("The payment that is given back"),
    orderId: bigint().ref(orders).doc("The order that was paid"),
    amount: money().doc("Amount given back, VAT included"),
    reason: text(80).nullable().doc("Why, the weather for instance"),
    refundedAt: instant().businessDay().doc("When it was given back; its day is the business day"),
    createdAt: instant().cursor().doc("When the vendor wrote the row first"),
    updatedAt: instant().doc("When the vendor changed the row last"),
    deletedAt: instant().nullable().softDelete().doc("Since when the vendor has it no more; empty while it stands"),
  },
  checks: [
    between("amount", { atLeast: 0 }).warning(),
    references("orderId", orders),
    references("paymentId", payments),
  ],
  freshness: within("26 hours"),
});
