import {
  date,
  decimal,
  instant,
  int,
  money,
  offset,
  oneOf,
  references,
  table,
  text,
  updatedSince,
  within,
} from "../../index.ts";
import { ponton } from "../sources/ponton.ts";
import { activities } from "./activities.ts";

/** One row a thing sold, at one price and VAT rate. */
export const products = table("products", {
  doc: "One row a thing sold.",
  from: ponton.list("/products", {
    paging: offset(200),
    since: updatedSince("updated_since"),
    rows: "items",
    total: "total",
    ids: "/ids/products",
  }),
  columns: {
    id: int().key(),
    sku: text(40),
    name: text(120).nullable(),
    activityId: int().ref(activities).nullable(),
    kind: oneOf("session", "pass", "rental", "food", "merch", "gift_card"),
    price: money(),
    vatRate: decimal(4, 2).between(0, 30),
    validFrom: date(),
    validTo: date().nullable(),
    createdAt: instant(),
    updatedAt: instant().cursor(),
    deletedAt: instant().nullable().softDelete(),
  },
  checks: [references("activityId", activities)],
  freshness: within("26 hours"),
});
