import type { LandedRow } from "../landed-row.ts";
import type { TableSpec } from "../spec/asset.ts";

/** Says why a landed line must not be loaded (a clear personal field, a malformed sealed value), naming the column only; undefined when it may. */
export type Gate = (table: TableSpec, row: LandedRow) => string | undefined;
