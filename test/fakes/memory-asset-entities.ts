import type { AssetEntities } from "../../core/ports/asset-entities.ts";
import { emptyState, type AssetStateV1 } from "../../workflows/contracts/state.ts";
import { advance, materialised } from "../../workflows/logic/asset-reports.ts";
import { acquire, drop, release } from "../../workflows/logic/cursor-turns.ts";

/** Assets' entities in memory. `running` names the workflows that still run; a request id that was seen gets its first answer again. */
export function memoryAssetEntities(running: ReadonlySet<string> = new Set()): AssetEntities & {
  readonly states: Map<string, AssetStateV1>;
} {
  const states = new Map<string, AssetStateV1>();
  const answers = new Map<string, unknown>();
  const stateOf = (asset: string): AssetStateV1 => states.get(asset) ?? emptyState(asset);
  const once = async <Answer>(requestId: string, work: () => Answer): Promise<Answer> => {
    if (!answers.has(requestId)) answers.set(requestId, work());
    return answers.get(requestId) as Answer;
  };
  const change = (asset: string, requestId: string, next: (state: AssetStateV1) => AssetStateV1) =>
    once(requestId, () => void states.set(asset, next(stateOf(asset))));
  return {
    states,
    acquire: (asset, request, id) =>
      once(id, () => {
        const { state, answer } = acquire(stateOf(asset), request, new Date());
        states.set(asset, state);
        return answer;
      }),
    advance: (asset, report, id) => change(asset, id, (state) => advance(state, report)),
    materialised: (asset, report, id) => change(asset, id, (state) => materialised(state, report, new Date())),
    release: (asset, request, id) => change(asset, id, (state) => release(state, request)),
    drop: (asset, request, id) => change(asset, id, (state) => drop(state, request)),
    isPaused: async (asset) => stateOf(asset).paused,
    isRunning: async (holder) => running.has(holder),
  };
}
