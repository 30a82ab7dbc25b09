import { startBackfill } from "../../cli/backfill/start-backfill.ts";
import { awaitRun, startRun } from "../../cli/run-job.ts";
import { queue, workflowId } from "../../workflows/contracts/ids.ts";
import type { TestDemo } from "./demo.ts";
import { playPrivacy } from "./play-privacy.ts";

/** Ids of what `playEveryType` leaves behind. */
export type Played = {
  readonly initial: string;
  readonly nightly: string;
  readonly failed: string;
  readonly backfill: string;
  readonly replay: string;
  readonly epoch: string;
  readonly kek: string;
};

/** Leave a workflow of every type on a stack that has made its initial extraction: a night with rows in quarantine, a replay, a backfill, what is done with people's data, a night of one table that fails. The sensors run from its start. */
export async function playEveryType(night: TestDemo, initial: string): Promise<Played> {
  const { client, ingestion } = night.demo;
  await night.advance(24);
  await night.fault([{ table: "payments", kind: "bad-decimal" }]);
  const { runId: nightly } = await night.run("nightly");
  const replay = workflowId.replay("payments", "played");
  await client.workflow.execute("replayQuarantine", {
    workflowId: replay,
    taskQueue: queue.control,
    args: [{ table: "payments" }],
  });
  const backfill = await startBackfill(client, {
    request: { selection: "visits_daily", from: "2026-01-01", to: null, windowMs: 90 * 86_400_000 },
    concurrency: 2,
    queue: false,
    retry: false,
    ingestion,
  });
  await client.workflow.getHandle(backfill).result();
  const { rotated } = await playPrivacy(night);
  // Last: what reads the clients again would have them no longer failing.
  await night.fault([{ table: "clients", kind: "200-error-envelope" }]);
  const failed = await startRun(client, { job: "nightly", selection: "clients", full: false, ingestion });
  await awaitRun(client, failed).catch(() => undefined);
  const [epoch = "", kek = ""] = rotated;
  return { initial, nightly, failed, backfill, replay, epoch, kek };
}
