import { evaluateCondition } from "../../core/condition/evaluate-condition.ts";
import type { ConditionFacts } from "../../core/condition/facts.ts";
import { nextTick } from "../../core/cron/cron-ticks.ts";
import { parseCron } from "../../core/cron/parse-cron.ts";
import { everyPart, type ConditionSpec } from "../../core/spec/condition.ts";
import type { AutomationState } from "../contracts/automation.ts";
import { workflowId } from "../contracts/ids.ts";
import type { AssetStateV1 } from "../contracts/state.ts";
import { seenAll } from "./automation.ts";
import { recorded } from "./outbox.ts";

/** Whether a condition is to be looked at now: something happened, and no run works on the asset already. */
export const mayLook = ({ automation, paused }: AssetStateV1): boolean =>
  automation !== null &&
  automation.declared.automation !== null &&
  automation.waiting &&
  automation.inWork.length === 0 &&
  !paused;

/** Whether runs keep a condition from being looked at that somebody waits for. */
export const isHeldUp = ({ automation }: AssetStateV1): boolean =>
  automation !== null && automation.waiting && automation.inWork.length > 0;

/** Look at the condition: the state after it, and the run to start for it, null for none. The run's name is that of its cause, so that a second one for it is none. */
export function look(state: AssetStateV1, now: Date): { readonly state: AssetStateV1; readonly run: string | null } {
  const { automation, asset } = state;
  const condition = automation?.declared.automation ?? null;
  if (automation === null || condition === null) return { state, run: null };
  const at = now.toISOString();
  const { tree, memory } = evaluateCondition(condition, factsOf(state, automation, now), automation.memory);
  const run = tree.holds ? workflowId.automated(asset, causeOf(automation) ?? at) : null;
  const last = { asset, at, run, tree };
  const requested = { requestedAt: at, ...seenAll(automation), inWork: run === null ? [] : [{ run, at }] };
  const isNews = run !== null || JSON.stringify(automation.last?.tree) !== JSON.stringify(tree);
  return {
    run,
    state: {
      ...state,
      automation: { ...automation, waiting: false, lookedAt: at, memory, last, ...(run !== null && requested) },
      ...(isNews && { outbox: recorded(state.outbox, { kind: "evaluation", evaluation: last }) }),
    },
  };
}

/** What is known of the asset and its deps. */
export function factsOf({ recent }: AssetStateV1, automation: AutomationState, now: Date): ConditionFacts {
  const { declared, updates, pending, since, requestedAt } = automation;
  return {
    now: now.getTime(),
    since: Date.parse(requestedAt ?? since),
    materialised: recent[0]?.id ?? null,
    deps: declared.deps.map((asset) => ({
      asset,
      id: updates[asset]?.id ?? null,
      at: updates[asset]?.at ?? null,
      updated: (pending[asset] ?? []).length > 0,
      late: updates[asset]?.late ?? false,
    })),
  };
}

/** The latest materialisation of a dep that the asset was not built with. */
const causeOf = ({ pending }: AutomationState): string | undefined => Object.values(pending).flat().toSorted().at(-1);

/** The next instant (ms) at which the time alone may change what the condition says; null when none does. */
export function nextLook({ automation }: AssetStateV1): number | null {
  if (automation === null || automation.declared.automation === null) return null;
  const after = Date.parse(automation.lookedAt ?? automation.since);
  const ticks = cronsOf(automation.declared.automation).flatMap(({ cron, zone }) => {
    const parsed = parseCron(cron);
    return (parsed && nextTick(parsed, zone, after)) ?? [];
  });
  return ticks.length === 0 ? null : Math.min(...ticks);
}

const cronsOf = (condition: ConditionSpec) =>
  everyPart(condition).flatMap((part) => (part.kind === "cron" ? [part] : []));
