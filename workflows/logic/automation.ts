import type { AssetDeclaration } from "../../core/automation/declaration-of.ts";
import type { AutomationState, Claim, DepReport, StepReport } from "../contracts/automation.ts";
import type { IdsByDep } from "../../core/ports/asset-entities.ts";
import type { AssetStateV1 } from "../contracts/state.ts";

/** What is remembered: claims, and materialisations of each dep. */
const most = { claims: 10, pending: 8, seen: 20 };

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
  pending: {},
  seen: {},
  begun: null,
  inWork: [],
  waiting: true,
  memory: {},
  last: null,
  told: null,
};

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Take note of a dep that changed, or became late or fresh. What the asset was built with already is no news. */
export const depUpdated = (state: AssetStateV1, { asset, ids, at, late }: DepReport): AssetStateV1 => {
  const { automation } = state;
  if (automation === null || !automation.declared.deps.includes(asset)) return state;
  const known = automation.updates[asset];
  const update = { id: ids[0] ?? known?.id ?? null, at: at ?? known?.at ?? null, late };
  const news = ids.filter((id) => !automation.seen[asset]?.includes(id) && !automation.pending[asset]?.includes(id));
  if (news.length === 0 && isSame(known, update)) return state;
  return withAutomation(state, () => ({
    ...automation,
    updates: { ...automation.updates, [asset]: update },
    pending: joined(automation.pending, { [asset]: news }, most.pending),
    waiting: true,
  }));
};

/** Leave the asset to a run. */
export const claimed = (state: AssetStateV1, claim: Claim): AssetStateV1 =>
  withAutomation(state, (automation) =>
    automation.inWork.some(({ run }) => run === claim.run)
      ? automation
      : { ...automation, inWork: [...automation.inWork, claim].slice(-most.claims) },
  );

/** Some runs work on it no longer. */
export const unclaimed = (state: AssetStateV1, runs: readonly string[]): AssetStateV1 =>
  withAutomation(state, (automation) => ({
    ...automation,
    inWork: automation.inWork.filter(({ run }) => !runs.includes(run)),
  }));

/**
 * A run's step on the asset ended. What it was built with is told apart; a run that did not get it built, and whoever
 * cancelled it, decided so for what had changed by then: nothing starts until something changes again. A pause, and a
 * backfill that built some days alone, decided nothing.
 */
export function stepEnded(state: AssetStateV1, report: StepReport, now: Date): AssetStateV1 {
  const { run, state: outcome } = report;
  const left = unclaimed(state, [run]);
  if (outcome === "paused" || outcome === "left") return left;
  return {
    ...withAutomation(left, (automation) => ({
      ...automation,
      requestedAt: now.toISOString(),
      ...(outcome !== "done" && outcome !== "unchanged" && seenAll(automation)),
    })),
    ...failureAfter(state, report),
  };
}

/** What a step's end says of failures: that of a pass is over with a pass, that of upkeep with the same upkeep too. */
function failureAfter(
  { failedUpkeep = [] }: AssetStateV1,
  { state, why, parts }: StepReport,
): Pick<Partial<AssetStateV1>, "failing" | "failure" | "failedUpkeep"> {
  if (parts === undefined) return state === "failed" ? { failing: true, failure: why } : {};
  if (state === "skipped" || state === "cancelled") return {};
  const others = failedUpkeep.filter((one) => one.parts.join() !== parts.join());
  return { failedUpkeep: state === "failed" ? [...others, { parts, why }] : others };
}

/** The cursor was granted: the pass sees what its deps are by now. */
export const passBegun = (state: AssetStateV1): AssetStateV1 =>
  withAutomation(state, (automation) => ({ ...automation, begun: automation.pending }));

/** It was built, with these materialisations of its deps; a table, with those of when its pass began. */
export const builtWith = (state: AssetStateV1, deps: IdsByDep | undefined): AssetStateV1 =>
  withAutomation(state, (automation) => ({
    ...automation,
    ...seenSome(automation, deps ?? automation.begun ?? {}),
    begun: null,
  }));

type Known = Pick<AutomationState, "pending" | "seen">;

/** Everything that it was told of is done with. */
export const seenAll = (known: Known): Known => seenSome(known, known.pending);

/** Some materialisations are done with. */
const seenSome = ({ pending, seen }: Known, ids: IdsByDep): Known => ({
  pending: Object.fromEntries(
    Object.entries(pending).map(([asset, waiting]) => [asset, waiting.filter((id) => !ids[asset]?.includes(id))]),
  ),
  seen: joined(seen, ids, most.seen),
});

/** The ids of both, those of the other at the head, so many of each dep. */
const joined = (one: IdsByDep, other: IdsByDep, count: number): IdsByDep => ({
  ...one,
  ...Object.fromEntries(
    Object.entries(other).map(([asset, ids]) => [asset, [...new Set([...ids, ...(one[asset] ?? [])])].slice(0, count)]),
  ),
});
