import type { CheckResult } from "../check/check-result.ts";
import type { TableSpec } from "../spec/asset.ts";

/** Checks of what tables hold. */
export type CheckPort = {
  /** Measure and judge a table's checks on the rows that the source did not delete, at an ISO instant of the clock that rules, and keep the results: once for a `cause` (a run, a load), the last 50 of each check. What says the same of the same materialisation as the last one takes its place. */
  readonly checkTable: (table: TableSpec, cause: string, now: string) => Promise<readonly CheckResult[]>;
  /** The last kept result of each check of an asset, whether it is still declared or not. */
  readonly lastResults: (asset: string) => Promise<readonly CheckResult[]>;
};
