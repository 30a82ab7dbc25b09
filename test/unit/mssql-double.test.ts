import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { noPostgres } from "../harness/postgres.ts";
import { startLine, type Running } from "../harness/run-command.ts";

// npm hands no signal on to what a script started: the test starts the same line itself.
const command = z
  .object({ scripts: z.object({ "mssql-double": z.string() }) })
  .parse(JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")));
const why = noPostgres === undefined ? "" : ` (skipped: ${noPostgres})`;

describe.skipIf(noPostgres !== undefined)(`the opt-in suite's way, on \`npm run mssql-double\`${why}`, () => {
  let double: Running;
  let urls: readonly string[];

  beforeAll(async () => {
    double = startLine(`PATH=$PWD/node_modules/.bin:$PATH; exec ${command.scripts["mssql-double"]}`);
    urls = await double.lines(2).then((lines) => lines.map((line) => /mssql:\S+/.exec(line)?.[0] ?? ""));
  });
  afterAll(() => void double.child.kill("SIGKILL"));

  test.each([
    ["databases that are made and dropped", 0],
    ["one database, emptied before and after", 1],
  ])("suites run through SILLAGE_TEST_MSSQL_URL in %s", async (_, at) => {
    const { code, stdout } = await startLine(
      "env -u SILLAGE_TEST_REPORT npx vitest run --no-file-parallelism --no-color --reporter verbose -t T-SQL test/contracts/identity-store.test.ts test/contracts/exact-values.test.ts",
      { SILLAGE_TEST_MSSQL_URL: urls[at] ?? "" },
    ).ended;
    expect([code, stdout]).toEqual([0, expect.stringMatching(/Tests +37 passed/)]);
    expect(stdout).toContain("on SILLAGE_TEST_MSSQL_URL");
  });

  test("it ends at a signal, with 0 when PostgreSQL understood everything", async () => {
    double.child.kill("SIGTERM");
    expect(await double.ended).toMatchObject({ code: 0, stderr: "" });
  });
});
