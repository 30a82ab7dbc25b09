import type { Operations } from "../../api/operations/operations.ts";
import { planBackfill } from "../../core/backfill/plan-backfill.ts";
import type { RunRecord } from "../../core/ports/runs.ts";
import type { DeployedGraph } from "../../db/declare/graph.ts";

const aRun: RunRecord = {
  id: "run/nightly-1",
  job: "nightly",
  selection: null,
  full: false,
  trigger: "schedule",
  who: null,
  rerunOf: null,
  attempt: 1,
  logicalAt: "2026-07-04T02:15:00.000Z",
  logicalDay: "2026-07-04",
  zone: "Europe/Paris",
  startedAt: "2026-07-04T02:15:01.000Z",
  assets: ["clients", "orders"],
  state: "running",
  endedAt: null,
  failures: 0,
  code: null,
  detail: "",
};

/** Operations that do nothing but note in `orders` what was ordered; backfills are planned as ever. */
export function recordedOperations({ graph, zone }: DeployedGraph): {
  readonly operations: Operations;
  readonly orders: unknown[];
} {
  const orders: unknown[] = [];
  const changed = { oldValue: "before", newValue: "after" };
  const noted = async <Answer>(answer: Answer, ...order: readonly unknown[]): Promise<Answer> => {
    orders.push(order);
    return answer;
  };
  const now = new Date("2026-07-04T10:00:00.000Z");
  return {
    orders,
    operations: {
      startRun: (order, by) => noted("run/nightly-1", "run", order, by),
      setRunConcurrency: (run, assets, by) => noted(changed, "run concurrency", run, assets, by),
      planBackfill: async (request) => planBackfill(graph, request, { now, zone }),
      startBackfill: (order, by) => noted("backfill/01JBC3Q0Z9X8Y7W6V5T4S3R2Q1", "backfill", order, by),
      steerBackfill: (id, steering, by) => noted(undefined, steering, id, by),
      setBackfillConcurrency: (id, windows, by) => noted(undefined, "concurrency", id, windows, by),
      changeAsset: (asset, change, by) => noted(changed, change, asset, by),
      setWatermark: (asset, mark, by) => noted(changed, "mark", asset, mark, by),
      runs: (filter) => noted([aRun], "runs", filter),
      run: async (id) => ({ run: { ...aRun, id }, steps: [], toCome: ["clients", "orders"] }),
      backfills: async () => [],
    },
  };
}
