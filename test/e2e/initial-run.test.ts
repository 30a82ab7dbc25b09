import { afterAll, beforeAll, expect, test } from "vitest";
import { deployment } from "../../assets/index.ts";
import type { AssetRunResult } from "../../workflows/contracts/runs.ts";
import { testDemo, type TestDemo } from "../harness/demo.ts";
import { startSillage, type Ended } from "../harness/run-command.ts";

let product: TestDemo;
beforeAll(async () => {
  product = await testDemo();
  await product.run("selection", { selection: "sites or communes" });
});
afterAll(() => product.stop());

const initial = (): Promise<Ended> => startSillage(["run", "initial", "--json", "--data-dir", product.dataDir]).ended;

test("an initial extraction after a partial one goes on with the tables that have no marks, and says which; then it is made", async () => {
  const { code, stdout, stderr } = await initial();
  expect([code, stderr]).toEqual([
    0,
    expect.stringMatching(/^started run\/initial\/\w+: the tables without marks yet are .*\bclients\b/m),
  ]);
  const { steps }: AssetRunResult = JSON.parse(stdout);
  const walked = steps.map(({ asset }) => asset);
  expect(walked).toHaveLength(deployment.graph.assets.length - 2);
  expect(walked).toEqual(expect.arrayContaining(["clients", "orders", "revenue_daily"]));
  expect(walked).not.toEqual(expect.arrayContaining(["sites"]));
  expect(walked).not.toEqual(expect.arrayContaining(["communes"]));
  const second = await initial();
  expect([second.code, second.stderr]).toEqual([
    1,
    expect.stringContaining("The initial extraction was made: all of its 16 tables have marks."),
  ]);
});
