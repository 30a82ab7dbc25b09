import type { ActivityOptions, LocalActivityOptions } from "@temporalio/workflow";
import { queue } from "./ids.ts";

/** Failures that no retry can help: configuration, contracts, stale writers, refused loads. */
const final = [
  "graph.invalid",
  "job.unknown",
  "source.unauthorised",
  "source.forbidden",
  "source.contract",
  "source.foreign-link",
  "source.page-loop",
  "source.not-json",
  "source.too-large",
  "asset.stale-fence",
  "check.failed",
  "load.refused",
  "load.over-budget",
  "load.unseen",
  "load.altered",
  "load.unbalanced",
  "load.clear-personal",
  "manifest.invalid",
  "reconcile.too-many-vanished",
  "foreign.unreadable",
  "kek.denied",
  "kek.no-key",
  "kek.epoch-gone",
  "pii.unwrap",
  "pii.person-key",
  "pii.unverified",
  "pii.epoch-in-use",
  "pii.index-in-use",
  "retention.unknown",
  "pii.no-keys",
  "dsr.unknown-request",
  "dsr.ledger-altered",
];

/** Short calls: plans, entities, ledger. An attempt outlasts the 30 s that a connection may take; the pauses between them span the minute in which a serverless database resumes, and ten in which one is scaled or moved. */
export const controlOptions = {
  taskQueue: queue.control,
  startToCloseTimeout: "45s",
  retry: {
    initialInterval: "2s",
    backoffCoefficient: 2,
    maximumInterval: "60s",
    maximumAttempts: 16,
    nonRetryableErrorTypes: final,
  },
} satisfies ActivityOptions;

/** One try beside the workflow itself, well within the 10 s that its task may take. */
export const atOnceOptions = {
  startToCloseTimeout: "3s",
  scheduleToCloseTimeout: "3s",
  retry: { maximumAttempts: 1 },
} satisfies LocalActivityOptions;

/** Rows for auditors: written however long the database is away, within a day. */
export const recordOptions = {
  ...controlOptions,
  scheduleToCloseTimeout: "24h",
  retry: { initialInterval: "2s", backoffCoefficient: 2, maximumInterval: "5m" },
} satisfies ActivityOptions;

/** Telling somebody of an incident: a webhook that is down is tried for a day. */
export const alertOptions = {
  taskQueue: queue.control,
  startToCloseTimeout: "20s",
  scheduleToCloseTimeout: "24h",
  retry: {
    initialInterval: "2s",
    backoffCoefficient: 2,
    maximumInterval: "5m",
    nonRetryableErrorTypes: ["alert.refused"],
  },
} satisfies ActivityOptions;

/** Tried until it passes, or fails for good. */
const untilItPasses = {
  initialInterval: "2s",
  backoffCoefficient: 2,
  maximumInterval: "60s",
  nonRetryableErrorTypes: final,
} satisfies ActivityOptions["retry"];

/** What an entity starts from: a listing of the bucket, without which it knows nothing, so it is asked for until it comes. Whoever asks the entity waits meanwhile, so a dead worker must be noticed soon. */
export const recoveryOptions = {
  taskQueue: queue.control,
  startToCloseTimeout: "10m",
  heartbeatTimeout: "15s",
  retry: untilItPasses,
} satisfies ActivityOptions;

/** Judging what somebody asks for, who waits for the answer. */
export const judgeOptions = {
  taskQueue: queue.control,
  startToCloseTimeout: "2m",
  heartbeatTimeout: "15s",
  retry: { initialInterval: "1s", maximumAttempts: 3 },
} satisfies ActivityOptions;

/** Asking for a cursor: an entity that cannot recover while the bucket is away is asked again, as an extraction would wait for the bucket. */
export const cursorOptions = {
  ...controlOptions,
  scheduleToCloseTimeout: "6h",
  retry: untilItPasses,
} satisfies ActivityOptions;

/** Waiting for a load that somebody else ingests: it ends with the load, merged or refused, and half a day later in any case. */
export const patientOptions = {
  taskQueue: queue.control,
  scheduleToCloseTimeout: "12h",
  heartbeatTimeout: "30s",
  retry: untilItPasses,
} satisfies ActivityOptions;

/** Reading a source: a first reading may take days, so what is bounded is an attempt, and their number; the heartbeat carries the page cursor from one to the next. A source that is down is tried for about six hours. */
export const extractOptions = {
  taskQueue: queue.extract,
  startToCloseTimeout: "2h",
  heartbeatTimeout: "30s",
  cancellationType: "WAIT_CANCELLATION_COMPLETED",
  retry: {
    initialInterval: "2s",
    backoffCoefficient: 2,
    maximumInterval: "5m",
    maximumAttempts: 80,
    nonRetryableErrorTypes: final,
  },
} satisfies ActivityOptions;

/** Bytes a second that the throttle is declared with: what a load may take is reckoned by it. */
const declaredRate = 1_000_000;
const minuteMs = 60_000;

/** Milliseconds that one attempt at ingesting so many bytes may take: three times what the throttle asks, and ten minutes. An attempt cut short goes on where it stopped. */
const ingestMs = (bytes: number): number => 10 * minuteMs + Math.ceil((3 * bytes * 1000) / declaredRate);

/** Writing `bytes` (before gzip) to the database under the throttle. First retry after 5 s, capped at 60 s: a serverless database resumes in that time. */
export const ingestOptionsOf = (bytes: number) =>
  ({
    taskQueue: queue.ingest,
    startToCloseTimeout: ingestMs(bytes),
    heartbeatTimeout: "30s",
    cancellationType: "WAIT_CANCELLATION_COMPLETED",
    retry: {
      initialInterval: "5s",
      backoffCoefficient: 2,
      maximumInterval: "60s",
      maximumAttempts: 100,
      nonRetryableErrorTypes: final,
    },
  }) satisfies ActivityOptions;

/** Opening and closing a load: no bytes of their own. */
export const ingestOptions = ingestOptionsOf(0);

/** One look of a sensor: one that fails is made again by the sensor itself, ever later. */
export const pollOptions = {
  taskQueue: queue.control,
  startToCloseTimeout: "5m",
  heartbeatTimeout: "30s",
  retry: { maximumAttempts: 1 },
} satisfies ActivityOptions;

/** Reading history again: a source that is away for an hour has it read another night. */
export const rereadOptions = { ...extractOptions, scheduleToCloseTimeout: "1h" } satisfies ActivityOptions;

/** Rebuilding a mart: one statement a day of it, all of them at first. */
export const martOptions = { ...ingestOptions, startToCloseTimeout: "2h" } satisfies ActivityOptions;

/** Rotating keys: a vault that is away is waited for, for a day. A killed worker is noticed within half a minute. */
export const keysOptions = {
  taskQueue: queue.pii,
  startToCloseTimeout: "30m",
  scheduleToCloseTimeout: "24h",
  heartbeatTimeout: "30s",
  retry: untilItPasses,
} satisfies ActivityOptions;
