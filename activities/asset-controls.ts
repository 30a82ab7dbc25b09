import { Context } from "@temporalio/activity";
import type { Mark } from "../core/manifest.ts";
import type { AuditEntry, ControlMirror, HandMark } from "../core/ports/audit.ts";
import { markByHand } from "../core/watermark/mark-by-hand.ts";
import type { ActivityDeps } from "./deps.ts";
import { keepAlive } from "./keep-alive.ts";
import { latestManifest } from "./manifests.ts";
import { tableOf } from "./tables.ts";

/** A mark that somebody wants to set, what is known, and who holds the cursor. */
type MarkOrder = {
  readonly asset: string;
  readonly mark: string;
  readonly known: Mark;
  readonly holder: string | null;
};

/** What operators change at entities, judged and recorded. */
export const createAssetControls = ({
  graph,
  entities,
  database,
  store,
  clock,
}: Pick<ActivityDeps, "graph" | "entities" | "database" | "store" | "clock">) => ({
  /** Whether a mark may be set by hand, as it is to be kept; and whether whoever holds the cursor has ended. Throws `asset.no-mark`, `asset.mark-*`. */
  async judgeMark({ asset, mark, known, holder }: MarkOrder): Promise<{ hand: HandMark; holderEnded: boolean }> {
    const context = Context.current();
    using _beat = keepAlive(() => context.heartbeat({ asset }));
    const wanted = markByHand(graph.asset(asset), mark, { known, now: clock.now() });
    const latest = await latestManifest(store, tableOf(graph, asset));
    return {
      hand: { mark: wanted, after: latest?.loadId ?? null },
      holderEnded: holder !== null && !(await entities.isRunning(holder)),
    };
  },
  /** Keep a change made by hand, with the entity's mirror. */
  recordAudit: ({ entry, mirror }: { readonly entry: AuditEntry; readonly mirror: ControlMirror | null }) =>
    database.recordAudit(entry, mirror),
});
