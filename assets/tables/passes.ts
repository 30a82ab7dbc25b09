import {
  bigint,
  bool,
  byVersion,
  date,
  instant,
  int,
  json,
  subjectRef,
  table,
  text,
  version,
  within,
} from "../../index.ts";
import { serving, steering } from "../purposes.ts";
import { ponton } from "../sources/ponton.ts";
import { products } from "./products.ts";

/** One row a season or credit pass; the list is a change feed by version, with tombstones. */
export const passes = table("passes", {
  doc: "One row a pass.",
  from: ponton.list("/passes", {
    paging: version("version", 500),
    since: byVersion({ overlap: 500, longestJump: 1_000_000, told: "version.max" }),
    rows: "data",
    ids: "/ids/passes",
  }),
  purposes: [serving, steering],
  columns: {
    id: bigint().key().doc("The vendor's number of the pass"),
    clientId: subjectRef("client").doc("Who holds it"),
    productId: int().ref(products).doc("The kind of pass that was sold"),
    siteScope: json().doc("Numbers of the bases that it opens"),
    startsOn: date().doc("First day on which it is taken"),
    endsOn: date().doc("Last day on which it is taken"),
    creditsTotal: int().nullable().doc("Entries it was sold with; empty without a limit"),
    creditsUsed: int().nullable().doc("Entries used so far"),
    autoRenew: bool().doc("Whether it goes on by itself when it ends"),
    status: text(20).doc("The vendor's word for its state"),
    renewedFromId: bigint().nullable().doc("The pass that this one goes on from"),
    version: bigint().cursor().doc("The vendor's running number of changes, by which it is read"),
    createdAt: instant().doc("When the vendor wrote the row first"),
    updatedAt: instant().doc("When the vendor changed the row last"),
    deletedAt: instant().nullable().softDelete().doc("Since when the vendor has it no more; empty while it stands"),
  },
  freshness: within("26 hours"),
});
