import { glob, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TableVerdict } from "../../cli/verify-tables.ts";
import { locatedTemporal } from "../harness/located-temporal.ts";
import { noPostgres, testPostgres, type TestPostgres } from "../harness/postgres.ts";
import { startSillage, type Ended } from "../harness/run-command.ts";

let dataDir: string;
let postgres: TestPostgres | undefined;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "sillage-once-"));
  postgres = noPostgres === undefined ? await testPostgres() : undefined;
  await mkdir(join(dataDir, "path"));
  await symlink(process.execPath, join(dataDir, "path", "node"));
});
afterAll(async () => {
  await postgres?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** `sillage demo --once` on a machine that has Node and a `temporal` program, neither an S3 server nor Go; nothing but events starts an ingestion. */
function demoOnce(): Promise<Ended> {
  const database = postgres === undefined ? [] : ["--db", postgres.url];
  return startSillage(["demo", "--once", "--volume", "tiny", "--json", "--data-dir", dataDir, ...database], {
    PATH: join(dataDir, "path"),
    XDG_CACHE_HOME: join(dataDir, "cache"),
    SILLAGE_TEMPORAL_BIN: "path" in locatedTemporal ? locatedTemporal.path : "",
    INGESTION_TRIGGER: "event",
    LANDING_LIST_SECONDS: "3600",
    // However much a vendor takes back is believed.
    RECONCILE_MAX_SHARE: "1",
  }).ended;
}
const verdictsIn = ({ stdout }: Ended): { readonly equal: boolean; readonly tables: readonly TableVerdict[] } =>
  JSON.parse(stdout);
const filesOf = (pattern: string): Promise<readonly string[]> =>
  Array.fromAsync(glob(join(dataDir, "objects-files", pattern)));

async function peopleIn(url: string): Promise<number> {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ n: number }>(`select count(*)::int as n from "open".clients`);
  await client.end();
  return rows[0]?.n ?? 0;
}

test(`without an S3 server and Go the demo keeps objects as files, says so, and their events alone bring every table to the vendor's ledger, in ${noPostgres === undefined ? "the PostgreSQL that --db names" : `PGlite (not by --db: ${noPostgres})`}`, async () => {
  const ended = await demoOnce();
  expect([ended.code, ended.stderr]).toEqual([
    0,
    expect.stringContaining("S3: no server and no Go to build one; objects are kept as files instead"),
  ]);
  expect(verdictsIn(ended)).toMatchObject({ equal: true });
  expect((await filesOf("v1/ponton/clients/*/*/_manifest.json")).length).toBeGreaterThan(0);
  if (postgres !== undefined) expect(await peopleIn(postgres.url)).toBeGreaterThan(0);
});

test("a vendor whose ledger tells of another past than its pages did makes the demo exit with 1, after the report", async () => {
  const file = join(dataDir, "ponton.json");
  const recipe: object = JSON.parse(await readFile(file, "utf8"));
  // The day of the first start in two halves: other sales, and instants that no pass asks for again.
  await writeFile(file, JSON.stringify({ ...recipe, advances: [12, 12] }));
  const ended = await demoOnce();
  expect([ended.code, ended.stderr]).toEqual([1, expect.not.stringContaining("sillage: ")]);
  const { equal, tables } = verdictsIn(ended);
  expect(equal).toBe(false);
  expect(tables.filter((verdict) => !verdict.equal).length).toBeGreaterThan(0);
});
