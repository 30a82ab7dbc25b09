import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DeployPlan } from "../../cli/plan/plan-deploy.ts";
import { median } from "../../core/median.ts";
import { begunDemo } from "../harness/begun-demo.ts";
import type { TestDemo } from "../harness/demo.ts";
import { startSillage } from "../harness/run-command.ts";

const changedCode = fileURLToPath(new URL("../fakes/changed-deployment/", import.meta.url));

describe("the plan of a deployment, against a stack that runs", () => {
  let night: TestDemo;
  beforeAll(async () => {
    night = await begunDemo();
  });
  afterAll(() => night.stop());
  const plan = (...args: readonly string[]) => startSillage(["plan", ...args, "--data-dir", night.dataDir]).ended;

  test("the code that runs changes nothing", async () => {
    const { code, stdout } = await plan("--detailed-exit-code");
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^Compared with the graph that a worker started with at \S+Z\.\nNothing changes\.\n$/),
    ]);
  });

  test("other code is told in what it differs, what follows, what it costs, and that it changes something", async () => {
    const { code, stdout } = await plan("--graph", changedCode, "--detailed-exit-code", "--json", "--rate", "1000");
    const told: DeployPlan = JSON.parse(stdout);
    expect([code, told.changed]).toEqual([2, true]);
    expect(told.assets).toEqual([
      expect.objectContaining({ asset: "sites", change: "changed", redo: false, destroys: [] }),
      expect.objectContaining({ asset: "visits", how: ["column source added, text(40)"], redo: true }),
      expect.objectContaining({ asset: "gift_cards", change: "removed" }),
    ]);
    expect(told.jobs).toMatchObject([{ name: "nightly", how: [expect.stringContaining("→ 0 4 * * *")] }]);
    expect(told.stale.map(({ asset }) => asset)).toEqual([
      "visits_daily",
      "visits_hourly",
      "people_daily",
      "cohorts_daily",
    ]);
    const [visits, daily] = told.redo;
    const stored = await night.demo.control<readonly { rows: number }[]>(
      "query",
      `select count(*)::int as "rows" from "open".visits where _hash <> ''`,
    );
    expect(visits).toMatchObject({ rows: stored[0]?.rows, by: "sillage run visits --full" });
    const minutes = (Number(visits?.rows) * Number(visits?.rowBytes)) / 1_000 / 60;
    expect(visits?.minutes).toBeCloseTo(minutes, 1);
    const builds = await night.demo.control<readonly { ms: number }[]>(
      "query",
      "select ms::int as ms from sillage.run_step where asset = 'visits_daily' and state = 'done' order by ended_at desc limit 10",
    );
    const known = builds.length > 0;
    const estimate = known ? Number((median(builds.map(({ ms }) => ms)) / 60_000).toFixed(1)) : null;
    expect(daily).toMatchObject({ asset: "visits_daily", minutes: estimate });
  });

  test("an asset that was removed while it has rows: what remains, and how to drop it", async () => {
    const { stdout } = await plan("--graph", changedCode);
    expect(stdout).toMatch(/The table gift_cards is no longer declared: \d+ rows stay in open\.gift_cards/);
    expect(stdout).toContain("`sillage generate drop_gift_cards --allow-destructive`");
    expect(stdout).toContain("`v1/ponton/gift_cards/` in the bucket");
    expect(stdout).toMatch(/! gift_cards: removed, while \d+ rows are stored/);
  });

  test("without the option a plan that changes something ends well", async () => {
    expect((await plan("--graph", changedCode)).code).toBe(0);
  });
});

test("where no stack runs everything is new, and that is said", async () => {
  const { code, stdout } = await startSillage(["plan", "--data-dir", "/tmp/no-stack-here", "--detailed-exit-code"])
    .ended;
  expect([code, stdout]).toEqual([2, expect.stringContaining("Compared with nothing: No stack runs on ")]);
});

test("the exit code tells of a deployment, not of a run", async () => {
  const { code, stderr } = await startSillage(["plan", "nightly", "--detailed-exit-code"]).ended;
  expect([code, stderr]).toEqual([1, expect.stringContaining("Leave the selection out, or the option.")]);
});

test("a misspelt option is an error and no change to whoever asks whether something changes", async () => {
  const { code, stderr } = await startSillage(["plan", "--frob", "--detailed-exit-code"]).ended;
  expect([code, stderr]).toEqual([1, expect.stringContaining("unknown option '--frob'")]);
});
