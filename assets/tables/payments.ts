import {
  acceptedValues,
  bigint,
  createdSince,
  instant,
  money,
  offset,
  oneOf,
  references,
  table,
  text,
  unixInstant,
  within,
} from "../../index.ts";
import { accounting } from "../purposes.ts";
import { ponton } from "../sources/ponton.ts";
import { orders } from "./orders.ts";

/** One row a payment of an order. The API filters on creation only, so 45 days are read again each night. */
export const payments = table("payments", {
  doc: "One row a payment of an order.",
  from: ponton.list("/payments", {
    paging: offset(500),
    since: createdSince("created_since", "45 days"),
    rows: "items",
    total: "total",
    ids: "/ids/payments",
  }),
  purposes: [accounting],
  columns: {
    id: bigint().key().doc("The vendor's number of the payment"),
    orderId: bigint().ref(orders).doc("The order that it pays"),
    method: oneOf("card", "web_card", "cash", "cheque_vacances", "gift_card", "transfer", "pass_credit").doc(
      "How it was paid; cheque_vacances are holiday vouchers",
    ),
    amount: money().doc("Amount paid"),
    paidAt: unixInstant().businessDay().doc("When it was paid; its day is the business day"),
    status: text(20).doc("How far it is; captured, settled and refunded were received"),
    cardLast4: text(4).nullable().personal("card number", { drop: true }).doc("Last digits of the card"),
    pspRef: text(60).nullable().doc("The payment service's reference; web payments alone have one"),
    createdAt: instant().cursor().doc("When the vendor wrote the row first"),
    updatedAt: instant().doc("When the vendor changed the row last"),
    deletedAt: instant().nullable().softDelete().doc("Since when the vendor has it no more; empty while it stands"),
  },
  checks: [
    acceptedValues("status", ["pending", "captured", "settled", "failed", "refunded"]).warning(),
    references("orderId", orders),
  ],
  freshness: within("26 hours"),
});
