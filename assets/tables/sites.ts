import { code, date, decimal, instant, int, page, rowCount, table, text, unique, within } from "../../index.ts";
import { ponton } from "../sources/ponton.ts";

/** One row a leisure base. */
export const sites = table("sites", {
  doc: "One row a leisure base.",
  from: ponton.list("/sites", { paging: page(100), rows: "data", total: "total", ids: "/ids/sites" }),
  columns: {
    id: int().key().doc("The vendor's number of the base"),
    code: code(20).doc("The vendor's short name"),
    name: text(80).doc("As customers read it"),
    timezone: text(40).doc("IANA zone of its clocks"),
    communeInsee: code(5)
      .matching(/\d[\dAB]\d{3}/)
      .doc("INSEE code of its commune"),
    postalCode: code(5).matching(/\d{5}/).doc("Postal code"),
    lat: decimal(9, 6).doc("Degrees north"),
    lng: decimal(9, 6).doc("Degrees east"),
    openedOn: date().doc("First day it was open"),
    status: text(20).doc("The vendor's word for its state"),
    createdAt: instant().doc("When the vendor wrote the row first"),
    updatedAt: instant().doc("When the vendor changed the row last"),
    deletedAt: instant().nullable().softDelete().doc("Since when the vendor has it no more; empty while it stands"),
  },
  checks: [rowCount({ atLeast: 1 }), unique("code")],
  freshness: within("26 hours"),
});
