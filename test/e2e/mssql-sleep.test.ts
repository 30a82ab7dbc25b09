import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mssqlDouble, type TestMssql } from "../harness/mssql.ts";
import { noPostgres } from "../harness/postgres.ts";
import { startSillage, type Running } from "../harness/run-command.ts";

const again = "is resuming or moving (40613).";
const settings = {
  TEMPORAL_ADDRESS: "127.0.0.1:9",
  S3_ACCESS_KEY: "made-up",
  S3_SECRET_KEY: "made-up",
  API_PORT: "18099",
  ALIAS_KEY: Buffer.alloc(32, 7).toString("base64"),
  // Nobody here may need people's keys: neither store nor directory could be opened.
  IDENTITY_DATABASE_URL: "postgres://nobody@127.0.0.1:9/none",
  KEK_DIRECTORY: "/dev/null/keys",
};

describe.skipIf(noPostgres !== undefined)(
  `on an Azure SQL Database that sleeps when they start${noPostgres === undefined ? "" : ` (skipped: the double needs PostgreSQL: ${noPostgres})`}`,
  () => {
    let mssql: TestMssql;
    let dataDir: string;
    /** Logins that are refused from now on. */
    let refusals = 0;
    beforeAll(async () => {
      mssql = await mssqlDouble(({ kind }) =>
        kind === "login" && refusals-- > 0 ? { instead: { error: { number: 40_613, severity: 14 } } } : {},
      );
      dataDir = await mkdtemp(join(tmpdir(), "sillage-sleep-"));
    });
    afterAll(async () => {
      await mssql.stop();
      await rm(dataDir, { recursive: true });
    });
    const start = (...args: readonly string[]): Running =>
      startSillage([...args, "--data-dir", dataDir, "--db", mssql.url], {
        ...settings,
        // The ledger of erasures is looked at before anything is served.
        SILLAGE_OBJECTS_DIRECTORY: join(dataDir, "objects"),
      });

    test("`migrate` waits for it and migrates", async () => {
      refusals = 1;
      const { code, stdout, stderr } = await start("migrate").ended;
      expect([code, stdout]).toEqual([0, expect.stringContaining("applied engine/0001_engine")]);
      expect(stderr).toContain(again);
      expect(stderr).toContain("It is tried again in 5 s.");
    });

    test("`worker` waits for it, and goes on to Temporal", async () => {
      refusals = 1;
      const { code, stderr } = await start("worker", "--role", "control").ended;
      expect([code, stderr]).toEqual([1, expect.stringMatching(/\(40613\)[^]*Temporal/)]);
    });

    test("`status` waits for it and answers", async () => {
      refusals = 1;
      const { stdout, stderr } = await start("status").ended;
      expect(stderr).toContain(again);
      expect(stdout).toContain("clients");
    });

    test("`api`, which holds the alias key alone, listens at once, answers 503 meanwhile, and serves once it is there", async () => {
      refusals = 6;
      const api = start("api");
      await api.said("KPI API: http");
      const asked = () => fetch("http://127.0.0.1:18099/api/v1/kpi");
      const refused = await asked();
      expect(refused.status).toBe(503);
      expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
      expect(await refused.json()).toMatchObject({ type: "/problems/unavailable" });
      while ((await asked()).status === 503) await new Promise((resolve) => setTimeout(resolve, 200));
      expect((await asked()).status).toBe(401);
      api.child.kill("SIGTERM");
      expect((await api.ended).code).toBe(0);
    });
  },
);
