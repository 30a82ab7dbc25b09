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
    id: bigint().key(),
    clientId: subjectRef("client"),
    productId: int().ref(products),
    siteScope: json(),
    startsOn: date(),
    endsOn: date(),
    creditsTotal: int().nullable(),
    creditsUsed: int().nullable(),
    autoRenew: bool(),
    status: text(20),
    renewedFromId: bigint().nullable(),
    version: bigint().cursor(),
    createdAt: instant(),
    updatedAt: instant(),
    deletedAt: instant().nullable().softDelete(),
  },
  freshness: within("26 hours"),
});
