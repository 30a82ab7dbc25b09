import { expect, test } from "vitest";
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

test("a short call has twenty seconds, five times", () => {
  expect(controlOptions).toMatchObject({ startToCloseTimeout: "20s", retry: { maximumAttempts: 5 } });
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
  expect(cursorOptions).toMatchObject({ startToCloseTimeout: "20s", scheduleToCloseTimeout: "6h" });
  expect(cursorOptions.retry).not.toHaveProperty("maximumAttempts");
});

test("waiting for somebody else's load is bounded, and shows life", () => {
  expect(patientOptions).toMatchObject({ scheduleToCloseTimeout: "12h", heartbeatTimeout: "30s" });
});

test.each(Object.entries(classes))("%s leave a task in its queue as long as it takes", (_, options) => {
  expect(options).not.toHaveProperty("scheduleToStartTimeout");
});
