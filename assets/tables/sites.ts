import { code, date, decimal, instant, int, page, rowCount, table, text, unique, within } from "../../index.ts";
import { ponton } from "../sources/ponton.ts";

/** One row a leisure base. */
export const sites = table("sites", {
  doc: "One row a leisure base.",
  from: ponton.list("/sites", { paging: page(100), rows: "data", total: "total", ids: "/ids/sites" }),
  columns: {
    id: int().key(),
    code: code(20),
    name: text(80),
    timezone: text(40),
    communeInsee: code(5).matching(/\d[\dAB]\d{3}/),
    postalCode: code(5).matching(/\d{5}/),
    lat: decimal(9, 6),
    lng: decimal(9, 6),
    openedOn: date(),
    status: text(20),
    createdAt: instant(),
    updatedAt: instant(),
    deletedAt: instant().nullable().softDelete(),
  },
  checks: [rowCount({ atLeast: 1 }), unique("code")],
  freshness: within("26 hours"),
});
