import { instant, int, offset, oneOf, references, table, text, within } from "../../index.ts";
import { ponton } from "../sources/ponton.ts";
import { sites } from "./sites.ts";

/** One row an activity of a base: a cable, an aquapark, a school. */
export const activities = table("activities", {
  doc: "One row an activity of a base.",
  from: ponton.list("/activities", { paging: offset(200), rows: "items", total: "total", ids: "/ids/activities" }),
  columns: {
    id: int().key(),
    siteId: int().ref(sites),
    code: text(40),
    name: text(80),
    category: oneOf("cable", "two_tower", "kneeboard", "water_ski", "aquapark", "paddle", "school", "group"),
    slotCapacity: int(),
    durationMin: int(),
    minAge: int().nullable(),
    createdAt: instant(),
    updatedAt: instant(),
    deletedAt: instant().nullable().softDelete(),
  },
  checks: [references("siteId", sites)],
  freshness: within("26 hours"),
});
