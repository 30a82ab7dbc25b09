import { condition } from "@temporalio/workflow";
import { emptyState, type AssetStateV1 } from "../contracts/state.ts";
import { assetBoard } from "../logic/asset-board.ts";
import { showBoard } from "./show-board.ts";

/** What an entity knows while it runs. */
export type EntityMemory = {
  /** Resolves when the state is there. Read `current` after it, and `keep` in the same breath: another message may have come between. */
  readonly recovered: () => Promise<void>;
  readonly current: () => AssetStateV1;
  readonly keep: (next: AssetStateV1) => void;
  /** How often something was kept. */
  readonly kept: () => number;
};

/** The memory of one asset's entity, shown on its page in the Web UI. Without carried state it is empty until first kept. */
export function entityMemory(asset: string, carried: AssetStateV1 | undefined): EntityMemory {
  // What an earlier version carried lacks what was added since.
  let state = carried && { ...emptyState(asset), ...carried };
  let kept = 0;
  return {
    recovered: () => condition(() => state !== undefined),
    current: () => state ?? emptyState(asset),
    keep(next) {
      state = next;
      kept++;
      showBoard(assetBoard(next));
    },
    kept: () => kept,
  };
}
