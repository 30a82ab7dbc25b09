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
    id: bigint().key(),
    paymentId: bigint().ref(payments),
    orderId: bigint().ref(orders),
    amount: money(),
    reason: text(80).nullable(),
    refundedAt: instant().businessDay(),
    createdAt: instant().cursor(),
    updatedAt: instant(),
    deletedAt: instant().nullable().softDelete(),
  },
  checks: [
    between("amount", { atLeast: 0 }).warning(),
    references("orderId", orders),
    references("paymentId", payments),
  ],
  freshness: within("26 hours"),
});
