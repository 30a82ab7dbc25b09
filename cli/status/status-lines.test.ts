import { expect, test } from "vitest";
import type { AssetStatus, Status } from "./read-status.ts";
import { statusLines } from "./status-lines.ts";

const asset = (key: string, more: Partial<AssetStatus> = {}): AssetStatus => ({
  asset: key,
  landedThrough: "2026-07-03T01:00:00.000Z",
  loadedThrough: "2026-07-03T01:00:00.000Z",
  freshness: "fresh",
  storedRows: 25_000,
  lastRows: 12,
  materialisedAt: "2026-07-03T01:20:00.000Z",
  holder: null,
  reading: null,
  waiting: [],
  paused: false,
  condition: null,
  incident: null,
  ...more,
});
const status = (more: Partial<Status> = {}): Status => ({
  assets: [asset("orders")],
  throttle: { lane: "default", bytesPerSecond: 1_000_000, paused: false, enabled: true },
  quarantined: 0,
  openLoads: [],
  refusedLoads: [],
  runs: [],
  strayObjects: [],
  removedAssets: [],
  schedules: [],
  sensorIncidents: [],
  temporal: null,
  ...more,
});

test("rows that are stored and rows of the last materialisation stand apart, beside the freshness", () => {
  const late = asset("sites", { freshness: "late", storedRows: 8, lastRows: 1 });
  expect(statusLines(status({ assets: [asset("orders"), late] }))).toEqual([
    "asset   landed through            loaded through            freshness  stored rows  last rows  materialised at",
    "──────  ────────────────────────  ────────────────────────  ─────────  ───────────  ─────────  ────────────────────────",
    "orders  2026-07-03T01:00:00.000Z  2026-07-03T01:00:00.000Z  fresh            25000         12  2026-07-03T01:20:00.000Z",
    "sites   2026-07-03T01:00:00.000Z  2026-07-03T01:00:00.000Z  late                 8          1  2026-07-03T01:20:00.000Z",
    "",
    "throttle: 1000000 bytes/s",
    "0 rows in quarantine",
  ]);
});

test("an asset that the graph no longer declares is named", () => {
  expect(statusLines(status({ removedAssets: ["refunds"] })).at(-1)).toBe(
    "removed: refunds is no longer declared; its entity keeps its marks",
  );
});

test("an incident that a sensor is in stands beside those of assets", () => {
  const at = "2026-11-25T02:15:00.000Z";
  const incident = { health: "failing", why: "3 looks failed.", openedAt: at, closedAt: null, toldAt: null } as const;
  const of = (key: string) => ({ ...incident, id: `${key}/${at}`, asset: key });
  const told = statusLines(
    status({ assets: [asset("orders", { incident: of("orders") })], sensorIncidents: [of("sensor/file")] }),
  );
  expect(told.slice(4, 6)).toEqual([
    `incident: orders is failing since ${at}: 3 looks failed.`,
    `incident: sensor/file is failing since ${at}: 3 looks failed.`,
  ]);
});

test("who holds an asset and who waits for it is told, and which runs are on their way", () => {
  const told = statusLines(
    status({
      assets: [
        asset("orders", { holder: "run/nightly/A/extract/orders", waiting: ["run/selection/B/extract/orders"] }),
        asset("visits", { paused: true, waiting: ["run/nightly/A/extract/visits"] }),
        asset("sites", { paused: true }),
      ],
      runs: [{ id: "run/nightly/A", startedAt: "2026-07-04T01:15:00.000Z" }],
    }),
  );
  expect(told.slice(6, 10)).toEqual([
    "orders is held by run/nightly/A/extract/orders; waiting: run/selection/B/extract/orders",
    "visits is paused; waiting: run/nightly/A/extract/visits",
    "sites is paused",
    "running: run/nightly/A, since 2026-07-04T01:15:00.000Z",
  ]);
});

test("what is read tells its rows, bytes and rate, all rows where the API tells a total; what is loaded, its staged rows", () => {
  const reading = { rows: 30_000, bytes: 12_000_000, ahead: 90_000, elapsedMs: 10_000 };
  const first = { ...reading, ahead: null, elapsedMs: 0 };
  const load = { loadId: "01J", table: "sites", expected: 8_000, staged: 8_001, bytes: 400_000, openedAt: "" };
  const told = status({
    assets: [asset("orders", { reading }), asset("visits", { reading: first }), asset("sites")],
    openLoads: [load],
  });
  expect(statusLines(told).slice(6, 9)).toEqual([
    "orders is read: 30,000 of 120,000 rows, 12.0 MB at 3,000 rows/s, 1.2 MB/s",
    "visits is read: 30,000 rows, 12.0 MB",
    "sites is loaded: 8,000 of 8,000 rows staged, 0.4 MB in all",
  ]);
});

test("refused loads, stray objects and an absent Temporal are told", () => {
  expect(
    statusLines(
      status({
        refusedLoads: [
          { loadId: "01J", table: "clients", code: "load.clear-personal" },
          { loadId: "01K", table: "visits", code: null },
        ],
        strayObjects: ["inbox/client/drop.csv"],
        temporal: "No Temporal server answers at 127.0.0.1:9.",
      }),
    ).slice(4),
  ).toEqual([
    "throttle: 1000000 bytes/s",
    "0 rows in quarantine",
    "refused: load 01J of clients (load.clear-personal)",
    "refused: load 01K of visits",
    "stray: inbox/client/drop.csv is for no table",
    "runs and queues are not known: No Temporal server answers at 127.0.0.1:9.",
  ]);
});

test("an incident is told with its reason and whether somebody was told; so is what starts an asset by itself", () => {
  const incident = {
    id: "orders/1",
    asset: "orders",
    health: "late",
    why: "It had no success since 2026-07-01T01:20:00.000Z.",
    openedAt: "2026-07-02T03:20:00.000Z",
    closedAt: null,
    toldAt: null,
  } as const;
  const told = { ...incident, toldAt: "2026-07-02T03:20:01.000Z" };
  const lines = (more: Partial<AssetStatus>) => statusLines(status({ assets: [asset("orders", more)] }));
  expect(lines({ incident, condition: "any dep updated" })).toEqual(
    expect.arrayContaining([
      "incident: orders is late since 2026-07-02T03:20:00.000Z: It had no success since 2026-07-01T01:20:00.000Z.",
      "orders by itself: any dep updated",
    ]),
  );
  expect(lines({ incident: told }).join("\n")).toContain("since 2026-07-02T03:20:00.000Z (told): ");
  expect(lines({}).join("\n")).not.toMatch(/incident|by itself/);
});
