import type { ActivityOptions } from "@temporalio/workflow";
import { queue } from "./ids.ts";

/** Failures that no retry can help: configuration, contracts, stale writers, refused loads. */
const final = [
  "graph.invalid",
  "source.unauthorised",
  "source.forbidden",
  "source.contract",
  "source.foreign-link",
  "source.page-loop",
  "source.not-json",
  "asset.stale-fence",
  "load.refused",
  "load.altered",
  "load.unbalanced",
  "load.clear-personal",
  "manifest.invalid",
  "reconcile.too-many-vanished",
  "foreign.unreadable",
];

/** Short calls: plans, entities, ledger. */
export const controlOptions: ActivityOptions = {
  taskQueue: queue.control,
  startToCloseTimeout: "60s",
  retry: {
    initialInterval: "1s",
    backoffCoefficient: 2,
    maximumInterval: "60s",
    maximumAttempts: 10,
    nonRetryableErrorTypes: final,
  },
};

/** Reading a source: hours, with a heartbeat that carries the page cursor. */
export const extractOptions: ActivityOptions = {
  taskQueue: queue.extract,
  startToCloseTimeout: "2h",
  scheduleToCloseTimeout: "6h",
  heartbeatTimeout: "30s",
  cancellationType: "WAIT_CANCELLATION_COMPLETED",
  retry: {
    initialInterval: "2s",
    backoffCoefficient: 2,
    maximumInterval: "5m",
    maximumAttempts: 30,
    nonRetryableErrorTypes: final,
  },
};

/** Writing to the database under the throttle. First retry after 5 s, capped at 60 s: a serverless database resumes in that time. */
export const ingestOptions: ActivityOptions = {
  taskQueue: queue.ingest,
  startToCloseTimeout: "6h",
  heartbeatTimeout: "30s",
  cancellationType: "WAIT_CANCELLATION_COMPLETED",
  retry: {
    initialInterval: "5s",
    backoffCoefficient: 2,
    maximumInterval: "60s",
    maximumAttempts: 100,
    nonRetryableErrorTypes: final,
  },
};
