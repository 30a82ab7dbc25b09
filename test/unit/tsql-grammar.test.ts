import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { deployment } from "../../assets/index.ts";
import type { DeployedGraph } from "../../db/declare/graph.ts";
import { namedStatements } from "../../db/named-statements.ts";
import { sampleDeployment } from "../contracts/sample-deployment.ts";

const parser = process.env["SILLAGE_TSQL_PARSER"];
const why = parser === undefined ? " (skipped: SILLAGE_TSQL_PARSER names no parser)" : "";

/** Runs the parser with `-`: batches on standard input, separated by NUL; it exits 1 when one is refused. */
async function parsed(batches: readonly string[]): Promise<{ readonly code: number | null; readonly told: string }> {
  const child = spawn(parser ?? "", ["-"], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = new Promise<number | null>((resolve, reject) => child.once("close", resolve).once("error", reject));
  child.stdin.end(batches.join("\0"));
  const told = await text(child.stdout);
  return { code: await ended, told };
}

const refusals = (told: string): readonly string[] => told.split("\n").filter((line) => line.startsWith("REFUSED"));

describe.skipIf(parser === undefined)(`Microsoft's grammar${why}`, () => {
  test.each<[string, DeployedGraph]>([
    ["this deployment", deployment],
    ["the sample deployment", sampleDeployment],
  ])("takes every T-SQL text that %s makes the product send", { timeout: 300_000 }, async (_, deployed) => {
    const statements = await namedStatements("mssql", deployed);
    const { code, told } = await parsed(statements.map((statement) => `-- ${statement.name}\n${statement.text}`));
    expect(refusals(told)).toEqual([]);
    expect(code).toBe(0);
  });

  test(
    "refuses a text that is none, so that a parser which takes everything is found out",
    { timeout: 300_000 },
    async () => {
      expect((await parsed(["select 1", "select from where"])).code).toBe(1);
    },
  );
});
