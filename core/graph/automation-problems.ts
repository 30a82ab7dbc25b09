import { canHold } from "../condition/can-hold.ts";
import { saysOf } from "../condition/says-of.ts";
import { isZone } from "../cron/is-zone.ts";
import { cronProblems } from "./cron-problems.ts";
import { unknownZone } from "./unknown-zone.ts";
import { depsOf, type AssetSpec } from "../spec/asset.ts";
import { everyPart, type ConditionSpec } from "../spec/condition.ts";

/** Problems of an asset's automation and freshness, a sentence each: of conditions that can never hold, above all. */
export function automationProblems(asset: AssetSpec, keys: ReadonlySet<string>): readonly string[] {
  const kind = asset.kind === "table" ? "Table" : "Mart";
  return [...conditionProblems(asset, keys), ...freshnessProblems(asset)].map(
    (problem) => `${kind} ${asset.key}: ${problem}`,
  );
}

function conditionProblems(asset: AssetSpec, keys: ReadonlySet<string>): readonly string[] {
  const { automation } = asset;
  if (automation === undefined) return [];
  const deps = depsOf(asset);
  const problems = new Set(everyPart(automation).flatMap((part) => partProblems(part, deps, keys)));
  if (problems.size > 0) return [...problems].map((problem) => `its automation ${problem}`);
  return canHold(automation)
    ? []
    : [`its automation can never hold: "${saysOf(automation)}" contradicts itself. Take one side out.`];
}

function partProblems(part: ConditionSpec, deps: readonly string[], keys: ReadonlySet<string>): readonly string[] {
  if (part.kind === "cron") return cronProblems(part.cron, part.zone);
  if ((part.kind === "and" || part.kind === "or") && part.of.length === 0)
    return [`holds an "${part.kind}" of nothing: give it conditions.`];
  if (part.kind !== "depsUpdated") return [];
  if (deps.length === 0)
    return ["waits for updates of its deps, and it has none, so it can never hold: use onCron or onMissing."];
  if (part.of !== null && part.of.length === 0)
    return ["waits for updates of no dep at all: name some, or none for all."];
  return (part.of ?? [])
    .filter((key) => !deps.includes(key))
    .map((key) =>
      keys.has(key)
        ? `waits for "${key}", on which it does not depend, so it can never hold: name one of ${deps.join(", ")}.`
        : `waits for "${key}", which is not in the graph, so it can never hold: add it to defineGraph, or name one of ${deps.join(", ")}.`,
    );
}

function freshnessProblems({ freshness }: AssetSpec): readonly string[] {
  if (freshness?.kind !== "by") return [];
  if (!/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(freshness.time))
    return [`its freshness is by "${freshness.time}", which is no time of a day: write HH:MM, such as "06:00".`];
  return isZone(freshness.zone) ? [] : [`its freshness ${unknownZone(freshness.zone)}`];
}
