import { bool, date, instant, int, json, offset, table, text, within } from "../../index.ts";
import { ponton } from "../sources/ponton.ts";
import { sites } from "./sites.ts";

/** One row a base and day: open or not, weather, staff. */
export const siteDays = table("site_days", {
  doc: "One row a base and day.",
  from: ponton.list("/site_days", { paging: offset(500), rows: "items", total: "total", ids: "/ids/site_days" }),
  columns: {
    siteId: int().key(1).ref(sites),
    date: date().key(2).businessDay(),
    open: bool(),
    opensAt: text(8).nullable(),
    closesAt: text(8).nullable(),
    weather: json().nullable(),
    staffCount: int().nullable(),
    createdAt: instant(),
    updatedAt: instant(),
    deletedAt: instant().nullable().softDelete(),
  },
  freshness: within("26 hours"),
});
