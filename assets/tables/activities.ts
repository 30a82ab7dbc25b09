import { instant, int, offset, oneOf, references, table, text, within } from "../../index.ts";
import { ponton } from "../sources/ponton.ts";
import { sites } from "./sites.ts";

/** One row an activity of a base: a cable, an aquapark, a school. */
export const activities = table("activities", {
  doc: "One row an activity of a base.",
  from: ponton.list("/activities", { paging: offset(200), rows: "items", total: "total", ids: "/ids/activities" }),
  columns: {
    id: int().key().doc("The vendor's number of the activity"),
    siteId: int().ref(sites).doc("The base that offers it"),
    code: text(40).doc("The vendor's short name"),
    name: text(80).doc("As customers read it"),
    category: oneOf("cable", "two_tower", "kneeboard", "water_ski", "aquapark", "paddle", "school", "group").doc(
      "Kind of activity",
    ),
    slotCapacity: int().doc("Places of a usual slot"),
    durationMin: int().doc("Length of a slot, minutes"),
    minAge: int().nullable().doc("Youngest age let in, years; empty for any"),
    createdAt: instant().doc("When the vendor wrote the row first"),
    updatedAt: instant().doc("When the vendor changed the row last"),
    deletedAt: instant().nullable().softDelete().doc("Since when the vendor has it no more; empty while it stands"),
  },
  checks: [references("siteId", sites)],
  freshness: within("26 hours"),
});
