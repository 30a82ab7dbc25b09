import { expect, test } from "vitest";
import { connectionSettings } from "../../db/mssql/connection-settings.ts";
import {
  controlOptions,
  cursorOptions,
  extractOptions,
  ingestOptions,
  ingestOptionsOf,
  martOptions,
  patientOptions,
  recordOptions,
  recoveryOptions,
} from "./options.ts";

const classes = {
  controlOptions,
  recordOptions,
  recoveryOptions,
  cursorOptions,
  patientOptions,
  extractOptions,
  ingestOptions,
  martOptions,
};

/** Milliseconds between the first attempt and the last, when each fails at once. */
function spannedMs({ retry }: typeof controlOptions): number {
  const [first, longest] = [msOf(retry.initialInterval), msOf(retry.maximumInterval)];
  const pauses = Array.from({ length: retry.maximumAttempts - 1 }, (_, at) =>
    Math.min(longest, first * retry.backoffCoefficient ** at),
  );
  return pauses.reduce((sum, pause) => sum + pause, 0);
}
const msOf = (seconds: string): number => Number.parseInt(seconds, 10) * 1000;

test("short calls are tried for ten minutes of refused logins, each for longer than a connection may take", () => {
  const { connectTimeoutMs } = connectionSettings("mssql://a:b@db.example.test/sales");
  expect(spannedMs(controlOptions)).toBeGreaterThanOrEqual(600_000);
  expect(msOf(controlOptions.startToCloseTimeout)).toBeGreaterThan(connectTimeoutMs);
});

test("an extraction has two hours a time, eighty times, and retries after 2 s to 5 min", () => {
  expect(extractOptions).toMatchObject({
    startToCloseTimeout: "2h",
    heartbeatTimeout: "30s",
    retry: { initialInterval: "2s", backoffCoefficient: 2, maximumInterval: "5m", maximumAttempts: 80 },
  });
});

test("an extraction that goes on where the attempt before it ended may take days", () => {
  expect(extractOptions).not.toHaveProperty("scheduleToCloseTimeout");
});

test("an ingestion has ten minutes and three times what the throttle asks of its bytes", () => {
  expect(ingestOptions.startToCloseTimeout).toBe(600_000);
  expect(ingestOptionsOf(2_000_000_000)).toMatchObject({
    startToCloseTimeout: 600_000 + 6_000_000,
    heartbeatTimeout: "30s",
    cancellationType: "WAIT_CANCELLATION_COMPLETED",
  });
});

test("an entity's recovery shows life, and a cursor is asked for longer than a recovery may take", () => {
  expect(recoveryOptions).toMatchObject({ startToCloseTimeout: "10m", heartbeatTimeout: "15s" });
  expect(cursorOptions).toMatchObject({ startToCloseTimeout: "45s", scheduleToCloseTimeout: "6h" });
  expect(cursorOptions.retry).not.toHaveProperty("maximumAttempts");
});

test("waiting for somebody else's load is bounded, and shows life", () => {
  expect(patientOptions).toMatchObject({ scheduleToCloseTimeout: "12h", heartbeatTimeout: "30s" });
});

test.each(Object.entries(classes))("%s leave a task in its queue as long as it takes", (_, options) => {
  expect(options).not.toHaveProperty("scheduleToStartTimeout");
});
