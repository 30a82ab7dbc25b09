import { CancellationScope, patched, proxyActivities, uuid4, workflowInfo } from "@temporalio/workflow";
import type { Activities } from "../../activities/index.ts";
import type { AuditedChange, AuditEntry, By } from "../../core/ports/audit.ts";
import type { BackfillProgress, BackfillStateV1 } from "../contracts/backfills.ts";
import { recordOptions } from "../contracts/options.ts";
import type { BackfillMemory } from "./backfill-memory.ts";

const record = proxyActivities<Activities>(recordOptions);

/** A change of a backfill that somebody makes. */
export type Steering = {
  readonly what: Exclude<Extract<AuditedChange, `backfill.${string}`>, "backfill.start" | "backfill.retry">;
  readonly by: By;
  readonly change: Partial<BackfillStateV1>;
};

/** What a change changes, as a person reads it. */
const told: Readonly<Record<Steering["what"], (state: BackfillStateV1) => string>> = {
  "backfill.pause": ({ paused }) => (paused ? "paused" : "not paused"),
  "backfill.resume": ({ paused }) => (paused ? "paused" : "not paused"),
  "backfill.cancel": ({ cancelling }) => (cancelling ? "cancelled" : "not cancelled"),
  "backfill.concurrency": ({ concurrency }) => String(concurrency),
};

/** Steer a backfill at once, then have the change recorded however long the database is away: windows do not wait for the row, the backfill's end does. Answers how it then stands. */
export function steerByHand(memory: BackfillMemory, { what, by, change }: Steering): BackfillProgress {
  const oldValue = told[what](memory.current());
  memory.keep({ ...change, refused: null });
  // Backfills that were steered before it was audited recorded nothing, and their updates named nobody.
  if (patched("backfill-20261128-audit"))
    void memory.owe(recorded({ what, who: by.who, why: by.why, oldValue, newValue: told[what](memory.current()) }));
  return memory.progress();
}

/** A cancellation of the backfill leaves the row on its way. */
function recorded(change: By & Pick<AuditEntry, "what" | "oldValue" | "newValue">): Promise<void> {
  const { workflowId: subject } = workflowInfo();
  const entry: AuditEntry = { id: uuid4(), at: new Date().toISOString(), subject, ...change };
  const summary = `audit: ${change.what} ${change.newValue}`;
  return CancellationScope.nonCancellable(() =>
    record.recordAudit.executeWithOptions({ summary }, [{ entry, mirror: null }]),
  );
}
