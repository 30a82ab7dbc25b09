import type { Operations } from "../../api/operations/operations.ts";
import { SillageError } from "../../core/errors.ts";

const refuse = () =>
  Promise.reject(
    new SillageError({ code: "temporal.unreachable", message: "No server.", fix: "Start one.", retryable: true }),
  );

/** Orders where no Temporal server answers. */
export const refusingOperations: Operations = {
  startRun: refuse,
  setRunConcurrency: refuse,
  planBackfill: refuse,
  startBackfill: refuse,
  steerBackfill: refuse,
  setBackfillConcurrency: refuse,
  changeAsset: refuse,
  setWatermark: refuse,
  runs: refuse,
  run: refuse,
  backfills: refuse,
};
