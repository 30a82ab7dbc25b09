import { readFileSync } from "node:fs";
import { DefaultLogger, Runtime, Worker } from "@temporalio/worker";
import { beforeAll, expect, test } from "vitest";
import { workflowBundle } from "../../worker/bundle.ts";
import { earlierFolder } from "./histories.ts";

type Event = { readonly [field: string]: unknown };
type Recorded = { readonly workflowId: string; readonly history: { readonly events: readonly Event[] } };

const patch = "replayQuarantine-20261129-after";
/** A replay of before: its first load is in, and the next one would be asked for, after `firstLoad` events; its first command comes after `begun`. */
const [begun, firstLoad] = [4, 19];
const before = new URL("replayQuarantine-before-after-replayed.json", earlierFolder);
const recorded: Recorded = JSON.parse(readFileSync(before, "utf8"));

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger("WARN") });
  await workflowBundle();
});

/** Events, each of whose looks at the history was told that it is long, or not. */
const told = (events: readonly Event[], suggestContinueAsNew: boolean): readonly Event[] =>
  events.map((event) => {
    const name = "workflowTaskStartedEventAttributes";
    return name in event ? { ...event, [name]: { ...Object(event[name]), suggestContinueAsNew } } : event;
  });

const payload = (value: unknown, type?: string) => ({
  metadata: { encoding: base64("json/plain"), ...(type === undefined ? {} : { type: base64(type) }) },
  data: base64(JSON.stringify(value)),
});
const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** The marker of a replay that begins today, and the search attribute that goes with it. */
const marker = (eventTime: unknown): readonly Event[] => [
  {
    eventId: String(begun + 1),
    eventTime,
    eventType: "EVENT_TYPE_MARKER_RECORDED",
    markerRecordedEventAttributes: {
      markerName: "core_patch",
      details: { "patch-data": { payloads: [payload({ id: patch, deprecated: false })] } },
      workflowTaskCompletedEventId: String(begun),
    },
  },
  {
    eventId: String(begun + 2),
    eventTime,
    eventType: "EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES",
    upsertWorkflowSearchAttributesEventAttributes: {
      workflowTaskCompletedEventId: String(begun),
      searchAttributes: { indexedFields: { TemporalChangeVersion: payload([patch], "KeywordList") } },
    },
  },
];

/** The replay as one that began today and went on as a new run after its first load, told that its history was long, or not. */
function goneOn(suggestContinueAsNew: boolean) {
  const events: readonly Event[] = JSON.parse(
    JSON.stringify(recorded.history.events.slice(0, firstLoad)),
    (key, value: unknown) => (/eventId$/i.test(key) && Number(value) > begun ? String(Number(value) + 2) : value),
  );
  const eventTime = events.at(-1)?.["eventTime"];
  const last = {
    eventId: String(firstLoad + 3),
    eventTime,
    eventType: "EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW",
    workflowExecutionContinuedAsNewEventAttributes: {
      newExecutionRunId: "00000000-0000-4000-8000-000000000000",
      workflowType: { name: "replayQuarantine" },
      taskQueue: { name: "sillage-control", kind: "TASK_QUEUE_KIND_NORMAL" },
      workflowTaskCompletedEventId: String(firstLoad + 2),
    },
  };
  const marked = [...events.slice(0, begun), ...marker(eventTime), ...events.slice(begun)];
  return { events: [...told(marked, suggestContinueAsNew), last] };
}

const replayed = async (history: unknown): Promise<void> =>
  Worker.runReplayHistory({ workflowBundle: await workflowBundle() }, history, recorded.workflowId);

test("a replay of quarantined rows whose history grew long goes on as a new run once the load at hand is in", async () => {
  await replayed(goneOn(true));
});

test("one whose history is short asks for the next load in the same run", async () => {
  await expect(replayed(goneOn(false))).rejects.toThrow(/determinism/i);
});

test("one that began before asks for the next load in the same run also where its history grew long", async () => {
  await replayed({ events: told(recorded.history.events, true) });
});
