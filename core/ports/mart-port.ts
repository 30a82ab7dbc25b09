import type { CheckResult } from "../check/check-result.ts";
import type { MartSpec } from "../spec/asset.ts";

/** Marts: rebuilt by day, checked in staging, swapped in one transaction. */
export type MartPort = {
  /** Days of its deps that changed since it was last built, whatever changed them; undefined (all) when it never was, or was built with another version. */
  readonly staleDays: (mart: MartSpec) => Promise<readonly string[] | undefined>;
  /**
   * `days` undefined rebuilds every partition; those that are stale by now are rebuilt as well, unless they are left. Its mirror is loaded through the least of its deps when the build began (`completeThrough`). Returns rows written and whether any content changed.
   * No row names a person who is erased by now: where the mart's query answers such a row, it is left out before anything is checked or swapped.
   * What was rebuilt is checked before it is swapped, and the results are kept under their `cause`. `signal` ends a build that nobody waits for any longer, where the driver can end a statement. Throws `check.failed` when a blocking check failed: the old content stays, and so do the results.
   */
  readonly buildMart: (mart: MartSpec, days: readonly string[] | undefined, build?: MartBuild) => Promise<BuiltMart>;
};

/**
 * What a build is for, and what may end it. `stale: "left"`: of a mart that was built before as it is declared, the
 * asked days alone are rebuilt; what else is stale stays so, and through what it is loaded stays as it was.
 */
export type MartBuild = { readonly cause?: string; readonly signal?: AbortSignal; readonly stale?: "left" };

/** How a mart was built; `checks` are those of what was rebuilt, none where nothing was. */
export type BuiltMart = {
  readonly rows: number;
  readonly materialisationId: string;
  readonly changed: boolean;
  readonly checks: readonly CheckResult[];
};
