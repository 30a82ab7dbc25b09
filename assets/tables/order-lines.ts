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
    id: bigint().key(),
    orderId: bigint().ref(orders),
    lineNo: int(),
    productId: int().ref(products),
    qty: quantity(),
    unitPrice: money(),
    discount: money(),
    vatRate: decimal(4, 2),
    total: money(),
    createdAt: instant(),
    updatedAt: instant().cursor(),
    deletedAt: instant().nullable().softDelete(),
  },
  dayOf: { column: "orderId", table: orders },
  checks: [rowChange({ fall: 0.2 }), references("orderId", orders), references("productId", products)],
  freshness: within("26 hours"),
});
