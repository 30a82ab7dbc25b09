import { beforeAll, expect, test } from "vitest";
import { deployment } from "../../assets/index.ts";
import { recordedOperations } from "../../test/fakes/recorded-operations.ts";
import { testApi, type TestApi } from "../../test/harness/api.ts";
import { createProgressFeed } from "./progress-feed.ts";

const { operations } = recordedOperations(deployment);
let api: TestApi;
beforeAll(async () => {
  api = await testApi({ operations });
});

const ask = async (scope: "assets:read" | "kpi:read") =>
  api.app.request("/api/v1/events", { headers: { authorization: `Bearer ${await api.key([scope])}` } });

/** What a stream says until a text is in it; the stream is left then. */
async function readUntil(response: Response, wanted: string): Promise<string> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let said = "";
  while (!said.includes(wanted)) said += decoder.decode((await reader?.read())?.value);
  await reader?.cancel();
  return said;
}

test("whoever may read assets is told how far runs are, as an event of the whole", async () => {
  const response = await ask("assets:read");
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  expect(response.headers.get("cache-control")).toBe("no-cache");
  const said = await readUntil(response, "}\n\n");
  expect(said).toContain("event: progress\n");
  expect(said).toContain(
    'data: {"runs":[{"id":"run/nightly-1","state":"running","assets":2,"ended":0,"failures":0}],"backfills":[]}',
  );
});

test("nobody else follows what runs", async () => {
  expect((await ask("kpi:read")).status).toBe(403);
  expect((await api.get("/api/v1/events", { authorization: "" })).status).toBe(401);
});

test("what changed is told once to all who listen, what did not change is not told, and nothing is asked while nobody listens", async () => {
  const [asked, told] = [{ times: 0 }, new Array<string>()];
  const states = ["running", "running", "succeeded"] as const;
  const run = await operations.run("run/nightly-1");
  const feed = createProgressFeed(
    {
      ...operations,
      runs: async () => [{ ...run.run, state: states[Math.min(asked.times++, 2)] ?? "succeeded" }],
    },
    { workMs: 1, restMs: 1 },
  );
  const leave = ["first", "second"].map((name) => feed.listen((text) => void told.push(`${name} ${stateIn(text)}`)));
  await expect.poll(() => asked.times).toBeGreaterThan(5);
  for (const away of leave) away();
  expect(told).toEqual(["first running", "second running", "first succeeded", "second succeeded"]);
  const { times } = asked;
  await new Promise((done) => setTimeout(done, 30));
  expect(asked.times - times).toBeLessThanOrEqual(1);
});

test("a look that fails is made again", async () => {
  let looks = 0;
  const feed = createProgressFeed(
    {
      ...operations,
      backfills: async () => {
        looks += 1;
        if (looks === 1) throw new Error("away");
        return [];
      },
    },
    { workMs: 1, restMs: 1 },
  );
  const heard = await new Promise<string>((resolve) => void feed.listen(resolve));
  expect(stateIn(heard)).toBe("running");
});

const stateIn = (text: string): string => /"state":"(?<state>\w+)"/.exec(text)?.groups?.["state"] ?? "";
