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
    id: int().key().doc("The vendor's number of the product"),
    sku: text(40).doc("Article number"),
    name: text(120).nullable().doc("As printed on the receipt"),
    activityId: int()
      .ref(activities)
      .nullable()
      .doc("The activity that it is sold for; empty for food, goods and cards"),
    kind: oneOf("session", "pass", "rental", "food", "merch", "gift_card").doc("Kind of product"),
    price: money().doc("List price, VAT included"),
    vatRate: decimal(4, 2).between(0, 30).doc("VAT in per cent: 20, 10 or 5.5"),
    validFrom: date().doc("First day on which it is sold"),
    validTo: date().nullable().doc("Last day on which it is sold; empty while it is"),
    createdAt: instant().doc("When the vendor wrote the row first"),
    updatedAt: instant().cursor().doc("When the vendor changed the row last"),
    deletedAt: instant().nullable().softDelete().doc("Since when the vendor has it no more; empty while it stands"),
  },
  checks: [references("activityId", activities)],
  freshness: within("26 hours"),
});
