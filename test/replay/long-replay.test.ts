import { readFileSync } from "node:fs";
import { DefaultLogger, Runtime, Worker } from "@temporalio/worker";
import { beforeAll, expect, test } from "vitest";
import { workflowBundle } from "../../worker/bundle.ts";
import { historyFolder } from "./histories.ts";

type Event = { readonly [field: string]: unknown };
type Recorded = { readonly workflowId: string; readonly history: { readonly events: readonly Event[] } };

/** Of a recorded replay of quarantined rows: its first load is in, and the next one would be asked for. */
const afterFirstLoad = 19;
const recorded: Recorded = JSON.parse(readFileSync(new URL("replayQuarantine-replayed.json", historyFolder), "utf8"));

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger("WARN") });
  await workflowBundle();
});

/** The recorded replay as one that went on as a new run after its first load, told by the server that its history was long, or not. */
function goneOn(suggestContinueAsNew: boolean) {
  const events = recorded.history.events.slice(0, afterFirstLoad);
  const started = events.findLast(({ eventType }) => eventType === "EVENT_TYPE_WORKFLOW_TASK_STARTED");
  const told = events.map((event) =>
    event === started
      ? {
          ...event,
          workflowTaskStartedEventAttributes: {
            ...Object(event["workflowTaskStartedEventAttributes"]),
            suggestContinueAsNew,
          },
        }
      : event,
  );
  const last = {
    eventId: String(afterFirstLoad + 1),
    eventTime: events.at(-1)?.["eventTime"],
    eventType: "EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW",
    workflowExecutionContinuedAsNewEventAttributes: {
      newExecutionRunId: "00000000-0000-4000-8000-000000000000",
      workflowType: { name: "replayQuarantine" },
      taskQueue: { name: "sillage-control", kind: "TASK_QUEUE_KIND_NORMAL" },
      workflowTaskCompletedEventId: String(afterFirstLoad),
    },
  };
  return { events: [...told, last] };
}

const replayed = async (history: unknown): Promise<void> =>
  Worker.runReplayHistory({ workflowBundle: await workflowBundle() }, history, recorded.workflowId);

test("a replay of quarantined rows whose history grew long goes on as a new run once the load at hand is in", async () => {
  await replayed(goneOn(true));
});

test("one whose history is short asks for the next load in the same run", async () => {
  await expect(replayed(goneOn(false))).rejects.toThrow(/determinism/i);
});
