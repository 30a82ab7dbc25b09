import { expect, test } from "vitest";
import { assetGraph } from "../core/graph/asset-graph.ts";
import type { PollAnswer, PollContext } from "../core/spec/sensor.ts";
import { specOf, tableOf } from "../test/fakes/specs.ts";
import { runActivity } from "../test/harness/run-activity.ts";
import { createSensorActivities } from "./sensors.ts";
import type { ActivityDeps } from "./deps.ts";

const asked: (readonly [string, string])[] = [];

/** One look of a sensor called "file", for whose key "known" a run was started before. */
function look(poll: (context: PollContext, cursor: string | null) => Promise<PollAnswer>, name = "file") {
  const deps = {
    graph: assetGraph(specOf({ tables: [tableOf("orders")] })),
    clock: { now: () => new Date("2026-11-25T02:00:00Z") },
    database: { knownRunKeys: async () => new Set(["known"]) },
    sensors: new Map([["file", { name: "file", doc: "", everyMs: 1_000, poll }]]),
    heads: {
      head: async (source: string, path: string) => (asked.push([source, path]), { etag: "e", lastModified: null }),
    },
  };
  const sensors = createSensorActivities(deps as unknown as ActivityDeps);
  return runActivity(
    (request: { readonly name: string; readonly cursor: string | null }) => sensors.pollSensor(request),
    {
      name,
      cursor: "before",
    },
  );
}

test("a look is given its cursor and its sources' headers, and asks for a run for each key that had none", async () => {
  const answer = await look(async ({ head, now }, cursor) => {
    const { etag } = await head({ spec: { name: "shop" } }, "/file.csv");
    return {
      cursor: `${cursor} ${etag} ${now.toISOString()}`,
      requests: ["known", "new", "new", 'with "quotes"'].map((key) => ({ key, select: "orders" })),
    };
  });
  expect(asked).toEqual([["shop", "/file.csv"]]);
  expect(answer).toEqual({
    cursor: "before e 2026-11-25T02:00:00.000Z",
    wanted: [
      { key: "new", run: "run/file/new", select: "orders", full: false },
      { key: 'with "quotes"', run: expect.stringMatching(/^run\/file\/[0-9a-f]{16}$/), select: "orders", full: false },
    ],
    repeated: 2,
  });
});

test.each<[string, () => Promise<PollAnswer>, string, string, string?]>([
  [
    "a sensor that throws",
    () => Promise.reject(new TypeError("x is not a function")),
    "sensor.failed",
    'The sensor "file" failed: ',
  ],
  [
    "a selection that is none",
    async () => ({ cursor: null, requests: [{ key: "k", select: "nothing" }] }),
    "graph.unknown-asset",
    'There is no asset "nothing".',
  ],
  [
    "a cursor that is long",
    async () => ({ cursor: "x".repeat(2_001), requests: [] }),
    "sensor.answer",
    'The sensor "file" answered with a cursor of 2001 characters, more than 2000. Mend its declaration: what is long belongs behind a hash.',
  ],
  [
    "many requests",
    async () => ({
      cursor: null,
      requests: Array.from({ length: 101 }, (_, at) => ({ key: `${at}`, select: "orders" })),
    }),
    "sensor.answer",
    "101 requests, more than 100",
  ],
  [
    "a run key that is empty",
    async () => ({ cursor: null, requests: [{ key: "", select: "orders" }] }),
    "sensor.answer",
    "a run key of 0 characters, not 1 to 100",
  ],
  [
    "a name that is not declared",
    async () => ({ cursor: null, requests: [] }),
    "sensor.unknown",
    'There is no sensor "other". Choose among file.',
    "other",
  ],
])("%s is an error with a code", async (_, poll, code, message, name) => {
  await expect(look(poll, name)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
});
