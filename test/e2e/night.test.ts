import { createRequire } from "node:module";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deployment } from "../../assets/index.ts";
import { toKeptResults } from "../../db/declare/kept-result.ts";
import { listOf } from "../../cli/checks/list-checks.ts";
import { lastChecks } from "../../db/declare/check-reads.ts";
import { stamp } from "../../dev/ponton/stamp.ts";
import { freePort } from "../../dev/stack/ports.ts";
import { remoteDatabase } from "../../worker/control-client.ts";
import { bucketOf } from "../harness/bucket-of.ts";
import { testDemo, until, type TestDemo } from "../harness/demo.ts";

let night: TestDemo;
let metricsPort: number;

beforeAll(async () => {
  metricsPort = await freePort(0);
  night = await testDemo({ environment: { METRICS_ADDRESS: `127.0.0.1:${metricsPort}` } });
});
afterAll(() => night.stop());

test("the initial extraction leaves every table equal to the vendor's ledger", async () => {
  const result = await night.run("initial");
  expect(result.steps.map((step) => step.state)).not.toContain("failed");
  expect(await night.unequal()).toEqual([]);
});

test("populations of communes are stored as they are published, arrondissements under their commune", async () => {
  const published: readonly { code: string; type: string; commune?: string; population?: number }[] = createRequire(
    import.meta.url,
  )("@etalab/decoupage-administratif/data/communes.json");
  const expected = published
    .filter(({ type, population }) => /^(?:commune-actuelle|arrondissement)/.test(type) && population !== undefined)
    .map(({ code, commune, population }) => JSON.stringify([code, commune ?? null, population]));
  const stored = await night.demo.control<Record<string, unknown>[]>(
    "query",
    'select insee_code, parent_code, population from "open".commune_populations',
  );
  expect(stored.map((row) => JSON.stringify(Object.values(row))).sort()).toEqual(expected.sort());
});

test("a night reads only what changed, and the tables equal the ledger again", async () => {
  await night.advance(24);
  const result = await night.run("nightly");
  const clients = result.steps.find((step) => step.asset === "clients");
  const all = await night.demo.control<{ n: number }[]>("query", 'select count(*) as n from "open".clients');
  expect(clients?.rows).toBeLessThan(all[0]?.n ?? 0);
  expect(await night.unequal()).toEqual([]);
});

test("Prometheus is told what reconciliations found, by table, beside what Temporal's SDK counts", async () => {
  const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  expect(text).toMatch(/^drift_found_total\{.*kind="vanished".*table="clients".*\} \d+$/m);
  expect(text).toMatch(/^temporal_worker_task_slots_available\{/m);
});

test("every declared check was measured after those nights, and holds but the one of people who can be told apart", async () => {
  const listed = listOf(
    deployment.graph.assets,
    toKeptResults(await remoteDatabase(night.demo.control).read(lastChecks)),
  );
  // Of a few hundred people most can be told apart.
  expect(listed.filter(({ state }) => state !== "passed")).toEqual([
    expect.objectContaining({ asset: "clients", check: "reidentification_risk" }),
  ]);
  expect(listed.length).toBe(deployment.graph.assets.flatMap(({ checks }) => checks).length);
  const figure = (asset: string, check: string) => listed.find((one) => one.asset === asset && one.check === check);
  expect(figure("orders", "row_change")?.figure).toBeGreaterThan(0);
  expect(figure("revenue_daily", "sum(gross)")?.bound).toMatch(/^within [\d.]+ \(0.05 of [\d.]+\)$/);
});

test("a night on which nothing changed at the vendor rebuilds nothing and keeps every materialisation", async () => {
  const before = await night.demo.control<{ asset: string; materialisationId: string }[]>("mirrors");
  const result = await night.run("nightly");
  expect(result.steps.filter((step) => step.state !== "unchanged")).toEqual([]);
  const after = await night.demo.control<{ asset: string; materialisationId: string }[]>("mirrors");
  expect(after.map((mirror) => mirror.materialisationId)).toEqual(before.map((mirror) => mirror.materialisationId));
});

test("marks move every night, those of eager marts by themselves, those of others once they are built from what was loaded", async () => {
  const marks = async () =>
    new Map(
      (await night.demo.control<{ asset: string; loadedThrough: string }[]>("mirrors")).map((mirror) => [
        mirror.asset,
        mirror.loadedThrough,
      ]),
    );
  const before = await marks();
  await night.advance(24);
  await night.run("selection", { selection: "orders or order_lines or products or refunds or site_days or sites" });
  const loaded = await marks();
  expect(String(loaded.get("orders")) > String(before.get("orders"))).toBe(true);
  expect(loaded.get("refunds_daily")).toBe(before.get("refunds_daily"));
  await until(
    "the eager mart was built by its condition",
    async () => String((await marks()).get("revenue_daily")) > String(before.get("revenue_daily")),
  );
  await night.run("selection", { selection: "refunds_daily" });
  const built = await marks();
  expect(String(built.get("refunds_daily")) > String(before.get("refunds_daily"))).toBe(true);
  for (const mart of ["refunds_daily", "revenue_daily"])
    expect(String(built.get(mart)) <= String(built.get("orders"))).toBe(true);
});

test("rows that vanish at the vendor are flagged by the night's reconciliation", async () => {
  night.demo.ponton.world.shelf("visits").vanish(String(night.demo.ponton.world.shelf("visits").sorted()[0]?.["id"]));
  const order = String(night.demo.ponton.world.shelf("orders").sorted()[3]?.["id"]);
  night.demo.ponton.world.shelf("orders").vanish(order);
  await night.run("nightly");
  expect(await night.unequal()).toEqual([]);
  const rows = await night.demo.control<unknown[]>(
    "query",
    'select id from "open".orders where id = $1 and deleted_at is not null',
    [Number(order)],
  );
  expect(rows).toHaveLength(1);
});

test("a row that slides out of a list of links is missed, found by the ids, and read again with everything", async () => {
  const { world } = night.demo.ponton;
  await night.advance(24);
  const [known = {}] = world.shelf("orders").sorted();
  world.put("orders", { ...known, id: 0, updated_at: stamp(world.clock - 20 * 3_600_000), deleted_at: null });
  await night.fault([{ table: "orders", kind: "rows-shift" }]);
  const detail = async (selection?: string) =>
    (await night.run("nightly", selection === undefined ? {} : { selection })).steps.find(
      (step) => step.asset === "orders",
    )?.detail;
  expect(await detail()).toMatch(/1 listed and not stored$/);
  expect((await night.unequal()).map(({ table }) => table)).toEqual(["orders"]);
  // Nothing else changed since.
  const orders = "orders and kind:table";
  expect(await detail(orders)).toMatch(/1 listed and not stored, the next pass reads everything$/);
  expect(await detail(orders)).not.toContain("listed and not stored");
  expect(await night.unequal()).toEqual([]);
});

test.each([
  ["429-seconds", "products"],
  ["429-date", "gift_cards"],
  ["500-html", "sites"],
  ["reset", "refunds"],
  ["truncated-body", "order_lines"],
  ["bad-gzip", "payments"],
  ["200-empty", "activities"],
] as const)("a %s from the vendor on %s is waited out, and nothing is lost", async (kind, table) => {
  await night.advance(3);
  await night.fault([{ table, kind }]);
  const result = await night.run("selection", { selection: `${table} and kind:table` });
  expect(result.steps.map((step) => step.state)).not.toContain("failed");
  expect((await night.unequal()).map((verdict) => verdict.table)).not.toContain(table);
});

test("a night after the vendor's faults brings every table to the ledger", async () => {
  await night.run("nightly");
  expect(await night.unequal()).toEqual([]);
});

test("a file dropped by hand is sealed first, its clear object removed, its rows merged", async () => {
  const [client] = night.demo.ponton.world.shelf("clients").sorted();
  const changed = { ...client, last_name: "Changée-Exemple", updated_at: "2026-09-30T10:00:00.000+00:00" };
  const bucket = bucketOf(night);
  await bucket.put("inbox/clients/drop.json", new TextEncoder().encode(JSON.stringify([changed])));
  await until(
    "the dropped row is merged",
    async () =>
      (
        await night.demo.control<unknown[]>(
          "query",
          `select 1 from "open".clients where updated_at = '2026-09-30T10:00:00Z'`,
        )
      ).length === 1,
    // Nobody tells of a file that is no S3 server's: it is found by listing.
    240_000,
  );
  await until("the table was checked for the load", async () =>
    toKeptResults(await remoteDatabase(night.demo.control).read(lastChecks)).some(
      ({ asset, cause }) => asset === "clients" && !cause.startsWith("run/"),
    ),
  );
  expect(await bucket.head("inbox/clients/drop.json")).toBeUndefined();
  for await (const object of bucket.list("v1/inbox/")) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of await bucket.read(object.key)) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString("utf8")).not.toContain("Changée-Exemple");
  }
});
