import { SillageError } from "../../core/errors.ts";
import type { AssetEntities, EntityMessage, LandedReport } from "../../core/ports/asset-entities.ts";
import { emptyState, type AssetStateV1 } from "../../workflows/contracts/state.ts";
import { advance, checked, drifted, isStale, materialised } from "../../workflows/logic/asset-reports.ts";
import { acquire, drop, release, toWake } from "../../workflows/logic/cursor-turns.ts";

/** Assets' entities in memory, with the signals that operators send. */
type MemoryEntities = AssetEntities & {
  readonly states: Map<string, AssetStateV1>;
  /** Signals, as they came. */
  readonly told: (EntityMessage & { readonly asset: string })[];
  readonly pause: (asset: string) => Promise<void>;
  readonly resume: (asset: string) => Promise<void>;
};

/** Assets' entities in memory. `running` names the workflows that still run; a request id that an asset saw gets its first answer again. */
export function memoryAssetEntities(running: ReadonlySet<string> = new Set()): MemoryEntities {
  const states = new Map<string, AssetStateV1>();
  const told: MemoryEntities["told"] = [];
  const answers = new Map<string, Promise<unknown>>();
  const stateOf = (asset: string): AssetStateV1 => states.get(asset) ?? emptyState(asset);
  const once = <Answer>(asset: string, requestId: string, work: () => Answer): Promise<Answer> => {
    const key = JSON.stringify([asset, requestId]);
    const answer = answers.get(key) ?? Promise.resolve().then(work);
    answers.set(key, answer);
    return answer as Promise<Answer>;
  };
  const change = (asset: string, next: (state: AssetStateV1) => AssetStateV1): void =>
    void states.set(asset, withoutEnded(next(stateOf(asset)), running));
  const heard = (asset: string, message: EntityMessage): void => {
    told.push({ asset, ...message });
    const paused = message.signal === "resume" ? false : message.signal === "pause" ? true : stateOf(asset).paused;
    change(asset, (state) => ({ ...state, paused }));
  };
  return {
    states,
    told,
    acquire: (asset, request, id) =>
      once(asset, id, () => {
        const { state, answer } = acquire(stateOf(asset), request, new Date());
        states.set(asset, state);
        return answer;
      }),
    advance: (asset, report, id) => once(asset, id, () => void states.set(asset, advanced(stateOf(asset), report))),
    materialised: (asset, report, id) =>
      once(asset, id, () => void states.set(asset, materialised(stateOf(asset), report, new Date()))),
    checked: (asset, report, id) => once(asset, id, () => void states.set(asset, checked(stateOf(asset), report))),
    drifted: (asset, report, id) => once(asset, id, () => void states.set(asset, drifted(stateOf(asset), report))),
    release: (asset, request, id) => once(asset, id, () => change(asset, (state) => release(state, request))),
    drop: (asset, request, id) => once(asset, id, () => change(asset, (state) => drop(state, request))),
    wake: async (asset, message) => heard(asset, message),
    tell: async (asset, message) => void (states.has(asset) && heard(asset, message)),
    living: async () => [...states.keys()],
    isPaused: async (asset) => states.get(asset)?.paused,
    isRunning: async (holder) => running.has(holder),
    endOfWindow: async () => undefined,
    pause: async (asset) => change(asset, (state) => ({ ...state, paused: true })),
    resume: async (asset) => change(asset, (state) => ({ ...state, paused: false })),
  };
}

function advanced(state: AssetStateV1, report: LandedReport): AssetStateV1 {
  if (!isStale(state, report.fence)) return advance(state, report);
  throw new SillageError({
    code: "asset.stale-fence",
    message: `The fence ${report.fence} of ${state.asset} was replaced by ${state.fence}.`,
    fix: "A newer run took this table over: nothing to do.",
  });
}

/** Those whose turn it may be are told; one that no longer runs cannot be, and loses its place to the next. */
function withoutEnded(state: AssetStateV1, running: ReadonlySet<string>): AssetStateV1 {
  const ended = toWake(state, new Date()).find(({ holder }) => !running.has(holder));
  return ended === undefined ? state : withoutEnded(drop(state, { turns: [ended] }), running);
}
