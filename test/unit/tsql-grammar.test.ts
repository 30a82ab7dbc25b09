import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text as read } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { deployment } from "../../assets/index.ts";
import { assetGraph } from "../../core/graph/asset-graph.ts";
import { bigint, date, int, json, text } from "../../db/declare/column.ts";
import type { DeployedGraph } from "../../db/declare/graph.ts";
import { generateMigration } from "../../db/declare/generate-migrations.ts";
import { restSource, setting, whole } from "../../db/declare/source.ts";
import { table, type Columns } from "../../db/declare/table.ts";
import { namedStatements } from "../../db/named-statements.ts";
import { purposesOnly } from "../fakes/specs.ts";
import { sampleDeployment } from "../contracts/sample-deployment.ts";

const parser = process.env["SILLAGE_TSQL_PARSER"];
const why = parser === undefined ? " (skipped: SILLAGE_TSQL_PARSER names no parser)" : "";

/** Runs the parser with `-`: batches on standard input, separated by NUL; it exits 1 when one is refused. */
async function parsed(batches: readonly string[]): Promise<{ readonly code: number | null; readonly told: string }> {
  const child = spawn(parser ?? "", ["-"], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = new Promise<number | null>((resolve, reject) => child.once("close", resolve).once("error", reject));
  child.stdin.end(batches.join("\0"));
  const told = await read(child.stdout);
  return { code: await ended, told };
}

/** Statements of migrations: a table with an index, a key and a column made wider, a column more, one that may be null, one that goes. */
async function changes(): Promise<readonly string[]> {
  const folder = pathToFileURL(`${await mkdtemp(join(tmpdir(), "changes-"))}/`);
  const shop = restSource("shop", { baseUrl: setting("SHOP_URL"), manners: { requestsPerSecond: 1, inFlight: 1 } });
  const of = async (columns: Columns) => {
    const from = shop.list("/sales", { paging: whole() });
    const { spec } = table("sales", { doc: "Sales.", from, columns });
    const graph = assetGraph({
      sources: [shop.spec],
      tables: [spec],
      marts: [],
      kpis: [],
      jobs: [],
      register: purposesOnly,
    });
    return (await generateMigration({ graph }, folder, "next", { allowDestructive: true })).statements.mssql;
  };
  const day = date().businessDay();
  const first = await of({
    id: int().key(),
    label: text(20),
    day,
    gone: int(),
    email: text(80).personal("email", { seal: true, purposes: purposesOnly.purposes }),
  });
  const second = await of({
    id: bigint().key(),
    label: text(40).nullable(),
    day,
    note: json().nullable(),
    email: text(80).personal("email", { seal: true, purposes: purposesOnly.purposes }),
  });
  await rm(folder, { recursive: true });
  return [...first, ...second];
}

/** The server's documentation and Microsoft's drivers write KEEP_NULLS where this grammar knows the word of BULK INSERT only. */
const asParsed = (text: string): string =>
  text.startsWith("insert bulk ") ? text.replace(/ WITH \(KEEP_NULLS\)$/, " WITH (KEEPNULLS)") : text;

const refusals = (told: string): readonly string[] => told.split("\n").filter((line) => line.startsWith("REFUSED"));

describe.skipIf(parser === undefined)(`Microsoft's grammar${why}`, () => {
  test.each<[string, DeployedGraph]>([
    ["this deployment", deployment],
    ["the sample deployment", sampleDeployment],
  ])("takes every T-SQL text that %s makes the product send", { timeout: 300_000 }, async (_, deployed) => {
    const statements = await namedStatements("mssql", deployed);
    const { code, told } = await parsed(
      statements.map((statement) => `-- ${statement.name}\n${asParsed(statement.text)}`),
    );
    expect(refusals(told)).toEqual([]);
    expect(code).toBe(0);
  });

  test("takes every change that a declaration can ask of stored rows", { timeout: 300_000 }, async () => {
    const { code, told } = await parsed(await changes());
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
