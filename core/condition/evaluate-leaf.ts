import { lastTick } from "../cron/cron-ticks.ts";
import { parseCron } from "../cron/parse-cron.ts";
import type { LeafSpec } from "../spec/condition.ts";
import type { ConditionFacts, DepFacts, Evaluated } from "./facts.ts";
import { saysOf } from "./says-of.ts";

type Found = Pick<Evaluated, "holds" | "why">;

/** Evaluate a condition that is made of no other. */
export const evaluateLeaf = (condition: LeafSpec, facts: ConditionFacts): Evaluated => ({
  says: saysOf(condition),
  ...found(condition, facts),
});

function found(condition: LeafSpec, { now, since, materialised, deps }: ConditionFacts): Found {
  switch (condition.kind) {
    case "missing":
      return materialised === null
        ? { holds: true, why: "it was never materialised" }
        : { holds: false, why: `it was materialised (${materialised})` };
    case "depsPresent":
      return without(
        deps.filter(({ id }) => id === null),
        "never materialised",
        "every dep was materialised",
      );
    case "depsFresh":
      return without(
        deps.filter(({ late }) => late),
        "late",
        "no dep is late",
      );
    case "depsUpdated":
      return updated(condition.which, named(deps, condition.of));
    case "cron":
      return ticked(condition, now, since);
  }
}

const named = (deps: readonly DepFacts[], of: readonly string[] | null): readonly DepFacts[] =>
  of === null ? deps : deps.filter(({ asset }) => of.includes(asset));

const without = (deps: readonly DepFacts[], what: string, none: string): Found =>
  deps.length === 0
    ? { holds: true, why: none }
    : { holds: false, why: `${what}: ${deps.map(({ asset }) => asset).join(", ")}` };

function updated(which: "any" | "all", deps: readonly DepFacts[]): Found {
  const fresh = deps.filter((dep) => dep.updated);
  const stale = deps.filter((dep) => !dep.updated);
  const told = fresh.length > 0 ? `updated: ${fresh.map(depText).join(", ")}` : "no dep was updated since";
  if (which === "any") return { holds: fresh.length > 0, why: told };
  const lacking = stale.map(({ asset }) => asset).join(", ");
  return stale.length === 0 && deps.length > 0
    ? { holds: true, why: told }
    : { holds: false, why: deps.length === 0 ? "there is no dep" : `not updated since: ${lacking}` };
}

const depText = ({ asset, at }: DepFacts): string => (at === null ? asset : `${asset} at ${at}`);

function ticked({ cron, zone }: Extract<LeafSpec, { kind: "cron" }>, now: number, since: number): Found {
  const parsed = parseCron(cron);
  const tick = parsed && lastTick(parsed, zone, now);
  if (tick === undefined) return { holds: false, why: "it never ticks" };
  const at = new Date(tick).toISOString();
  return tick > since
    ? { holds: true, why: `it ticked at ${at}` }
    : { holds: false, why: `its last tick, ${at}, is done with` };
}
