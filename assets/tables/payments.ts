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
    id: bigint().key(),
    orderId: bigint().ref(orders),
    method: oneOf("card", "web_card", "cash", "cheque_vacances", "gift_card", "transfer", "pass_credit"),
    amount: money(),
    paidAt: unixInstant().businessDay(),
    status: text(20),
    cardLast4: text(4).nullable().personal("card number", { drop: true }),
    pspRef: text(60).nullable(),
    createdAt: instant().cursor(),
    updatedAt: instant(),
    deletedAt: instant().nullable().softDelete(),
  },
  checks: [
    acceptedValues("status", ["pending", "captured", "settled", "failed", "refunded"]).warning(),
    references("orderId", orders),
  ],
  freshness: within("26 hours"),
});
