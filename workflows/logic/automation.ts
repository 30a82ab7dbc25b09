import type { AssetDeclaration } from "../../core/automation/declaration-of.ts";
import type { AutomationState, Claim, DepReport, StepReport } from "../contracts/automation.ts";
import type { AssetStateV1 } from "../contracts/state.ts";

/** Claims that an entity remembers. */
const mostClaims = 10;

/** Change what an asset carries for its condition; one that nothing was declared of carries nothing. */
export const withAutomation = (
  state: AssetStateV1,
  change: (automation: AutomationState) => AutomationState,
): AssetStateV1 => (state.automation === null ? state : { ...state, automation: change(state.automation) });

/** Take note of what the deployment says. A new condition is looked at, and remembers nothing; what is known stays itself. */
export function declare(state: AssetStateV1, declared: AssetDeclaration, now: Date): AssetStateV1 {
  const known = state.automation;
  if (known === null) return { ...state, automation: { ...nothingYet, declared, since: now.toISOString() } };
  if (isSame(known.declared, declared)) return state;
  const same = isSame(known.declared.automation, declared.automation);
  const anew = { since: now.toISOString(), memory: {}, waiting: true };
  return { ...state, automation: { ...known, declared, told: null, ...(!same && anew) } };
}

const nothingYet: Omit<AutomationState, "declared" | "since"> = {
  lookedAt: null,
  requestedAt: null,
  updates: {},
  seen: {},
  begun: null,
  inWork: [],
  waiting: true,
  memory: {},
  last: null,
  told: null,
};

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Take note of a dep that changed, or became late or fresh. What is known already, or was told late, changes nothing. */
export const depUpdated = (state: AssetStateV1, { asset, ...update }: DepReport): AssetStateV1 => {
  const known = state.automation?.updates[asset];
  if (!state.automation?.declared.deps.includes(asset)) return state;
  if (known !== undefined && ((update.id ?? "") < (known.id ?? "") || isSame(known, update))) return state;
  return withAutomation(state, (automation) => ({
    ...automation,
    updates: { ...automation.updates, [asset]: update },
    waiting: true,
  }));
};

/** Leave the asset to a run. */
export const claimed = (state: AssetStateV1, claim: Claim): AssetStateV1 =>
  withAutomation(state, (automation) =>
    automation.inWork.some(({ run }) => run === claim.run)
      ? automation
      : { ...automation, inWork: [...automation.inWork, claim].slice(-mostClaims) },
  );

/** Some runs work on it no longer. */
export const unclaimed = (state: AssetStateV1, runs: readonly string[]): AssetStateV1 =>
  withAutomation(state, (automation) => ({
    ...automation,
    inWork: automation.inWork.filter(({ run }) => !runs.includes(run)),
  }));

/**
 * A run's step on the asset ended. What it was built with is told apart; a run that did not get it built, and whoever
 * cancelled it, decided so for what had changed by then: nothing starts until something changes again.
 */
export function stepEnded(state: AssetStateV1, { run, state: outcome, why }: StepReport, now: Date): AssetStateV1 {
  const left = unclaimed(state, [run]);
  const failing = outcome === "failed" ? { failing: true, failure: why } : {};
  if (outcome === "paused") return left;
  return {
    ...withAutomation(left, (automation) => ({
      ...automation,
      requestedAt: now.toISOString(),
      ...(outcome !== "done" && outcome !== "unchanged" && { seen: idsOf(automation) }),
    })),
    ...failing,
  };
}

/** The cursor was granted: the pass sees what its deps are by now. */
export const passBegun = (state: AssetStateV1): AssetStateV1 =>
  withAutomation(state, (automation) => ({ ...automation, begun: idsOf(automation) }));

/** It was built, with these materialisations of its deps; a table, with those of when its pass began. */
export const builtWith = (state: AssetStateV1, deps: Readonly<Record<string, string>> | undefined): AssetStateV1 =>
  withAutomation(state, (automation) => ({
    ...automation,
    seen: laterOf(automation.seen, deps ?? automation.begun ?? {}),
    begun: null,
  }));

/** The last materialisations of its deps that it was told of. */
export const idsOf = ({ updates, seen }: AutomationState): Readonly<Record<string, string>> =>
  laterOf(
    seen,
    Object.fromEntries(Object.entries(updates).flatMap(([asset, { id }]) => (id === null ? [] : [[asset, id]]))),
  );

const laterOf = (
  one: Readonly<Record<string, string>>,
  other: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> => ({
  ...one,
  ...Object.fromEntries(Object.entries(other).filter(([asset, id]) => id > (one[asset] ?? ""))),
});
