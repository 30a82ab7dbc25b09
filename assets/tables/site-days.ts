import { bool, date, instant, int, json, offset, table, text, within } from "../../index.ts";
import { ponton } from "../sources/ponton.ts";
import { sites } from "./sites.ts";

/** One row a base and day: open or not, weather, staff. */
export const siteDays = table("site_days", {
  doc: "One row a base and day.",
  from: ponton.list("/site_days", { paging: offset(500), rows: "items", total: "total", ids: "/ids/site_days" }),
  columns: {
    siteId: int().key(1).ref(sites).doc("The base"),
    date: date().key(2).businessDay().doc("The day, also its business day"),
    open: bool().doc("Whether the base was open"),
    opensAt: text(8).nullable().doc("Opening, local time of the base"),
    closesAt: text(8).nullable().doc("Closing, local time of the base"),
    weather: json().nullable().doc("Temperature, wind and rain of the day"),
    staffCount: int().nullable().doc("People on duty"),
    createdAt: instant().doc("When the vendor wrote the row first"),
    updatedAt: instant().doc("When the vendor changed the row last"),
    deletedAt: instant().nullable().softDelete().doc("Since when the vendor has it no more; empty while it stands"),
  },
  freshness: within("26 hours"),
});
