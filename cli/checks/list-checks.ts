import type { AssetSpec } from "../../core/spec/asset.ts";
import type { Severity } from "../../core/spec/check.ts";
import { toTable } from "../output.ts";
import type { KeptResult } from "../../db/declare/kept-result.ts";

/** A declared check and its last result; a state of null before the first. */
export type ListedCheck = {
  readonly asset: string;
  readonly check: string;
  readonly severity: Severity;
  readonly state: KeptResult["state"] | null;
  readonly figure: number | null;
  readonly bound: string | null;
  readonly failing: number | null;
  readonly at: string | null;
};

/** Every declared check in the order of the assets. Results of checks that are declared no more are left out. */
export const listOf = (assets: readonly AssetSpec[], results: readonly KeptResult[]): readonly ListedCheck[] =>
  assets.flatMap((asset) =>
    asset.checks.map(({ name, severity }) => {
      const last = results.find((result) => result.asset === asset.key && result.check === name);
      const { state = null, figure = null, bound = null, failing = null, at = null } = last ?? {};
      return { asset: asset.key, check: name, severity, state, figure, bound, failing, at };
    }),
  );

/** The list for people. */
export const listLines = (listed: readonly ListedCheck[]): readonly string[] =>
  listed.length === 0
    ? ["There is none."]
    : toTable(
        ["asset", "check", "if it fails", "state", "figure", "bound", "failing rows", "at"],
        listed.map(({ asset, check, severity, state, figure, bound, failing, at }) => [
          asset,
          check,
          `${severity}s`,
          state ?? "not measured yet",
          figure,
          bound,
          failing,
          at,
        ]),
      );
