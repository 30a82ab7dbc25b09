import {
  bigint,
  decimal,
  instant,
  int,
  keyset,
  money,
  quantity,
  references,
  rowChange,
  table,
  updatedSince,
  within,
} from "../../index.ts";
import { ponton } from "../sources/ponton.ts";
import { orders } from "./orders.ts";
import { products } from "./products.ts";

/** One row a line of an order; its day is its order's. */
export const orderLines = table("order_lines", {
  doc: "One row a line of an order.",
  from: ponton.list("/order_lines", {
    paging: keyset("id", 500),
    since: updatedSince("updated_since"),
    rows: "data",
    ids: "/ids/order_lines",
  }),
  columns: {
    id: bigint().key().doc("The vendor's number of the line"),
    orderId: bigint().ref(orders).doc("The order it is part of, whose business day it has"),
    lineNo: int().doc("Place within the order, from 1"),
    productId: int().ref(products).doc("What was sold"),
    qty: quantity().doc("How many, or how much"),
    unitPrice: money().doc("Price of one, VAT included"),
    discount: money().doc("Taken off the line"),
    vatRate: decimal(4, 2).doc("VAT in per cent: 20, 10 or 5.5"),
    total: money().doc("What the line came to, VAT included"),
    createdAt: instant().doc("When the vendor wrote the row first"),
    updatedAt: instant().cursor().doc("When the vendor changed the row last"),
    deletedAt: instant().nullable().softDelete().doc("Since when the vendor has it no more; empty while it stands"),
  },
  dayOf: { column: "orderId", table: orders },
  checks: [rowChange({ fall: 0.2 }), references("orderId", orders), references("productId", products)],
  freshness: within("26 hours"),
});
