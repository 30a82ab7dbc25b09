import { expect, test } from "vitest";
import { SillageError } from "../core/errors.ts";
import type { Mark } from "../core/manifest.ts";
import type { Database } from "../core/ports/database.ts";
import { peopleDeployment } from "../test/fakes/people-deployment.ts";
import { createStartPass } from "./start-pass.ts";

const mark = { watermark: "2026-11-23T02:00:00.000Z" };
type Known = Pick<Database, "mustReadWhole" | "mirror" | "openLoads" | "markBeforeRefused">;
const mirror = {
  asset: "orders",
  landedThrough: null,
  fence: 1,
  materialisationId: null,
  materialisedAt: null,
  rows: 0,
};
const loaded = {
  mirror: async () => ({ ...mirror, loadedThrough: mark.watermark }),
  openLoads: async () => [],
  markBeforeRefused: async () => undefined,
};
const passOf = (mustReadWhole: Database["mustReadWhole"], known: Omit<Known, "mustReadWhole"> = loaded) =>
  createStartPass({
    graph: peopleDeployment.graph,
    clock: { now: () => new Date("2026-11-24T02:00:00.000Z") },
    zone: "Europe/Paris",
    database: { mustReadWhole, ...known },
  })({ table: "orders", mark, fence: 1, full: false });
const failing = (retryable: boolean) => async () => {
  throw new SillageError({ code: "db.away", message: "The database is away.", fix: "Wait.", retryable });
};

test("a pass reads since the mark, and everything when rows of the table were missed", async () => {
  expect(await passOf(async () => false)).toMatchObject({ pass: "incremental", since: "2026-11-23T01:45:00.000Z" });
  expect(await passOf(async (table) => table === "orders")).toMatchObject({ pass: "full", since: null });
});

test("landing goes on since the mark while the database is away, and no other failure is passed over", async () => {
  expect(await passOf(failing(true))).toMatchObject({ pass: "incremental" });
  await expect(passOf(failing(false))).rejects.toMatchObject({ code: "db.away" });
});

test("a pass behind a refused load starts from what is loaded, says so, and moves the landed mark on; everything is read where that was refused", async () => {
  const before = { watermark: "2026-11-22T02:00:00.000Z" };
  const refused = (reached: Mark) => ({ ...loaded, markBeforeRefused: async () => reached });
  expect(await passOf(async () => false, refused(before))).toMatchObject({
    pass: "incremental",
    since: "2026-11-22T01:45:00.000Z",
    from: before,
    mark,
  });
  expect(await passOf(async () => false, refused({}))).toMatchObject({ pass: "full", since: null, from: {} });
  expect(await passOf(async () => false, refused(mark))).not.toHaveProperty("from");
  const away = { ...loaded, markBeforeRefused: failing(true) };
  expect(await passOf(async () => false, away)).toMatchObject({ since: "2026-11-23T01:45:00.000Z" });
});

test("a table of which nothing that was landed is merged is read whole, unless a load of it is on its way", async () => {
  const nothing = { ...loaded, mirror: async () => ({ ...mirror, loadedThrough: null }) };
  expect(await passOf(async () => false, nothing)).toMatchObject({ pass: "full", since: null });
  expect(await passOf(async () => false, { ...nothing, mirror: async () => undefined })).toMatchObject({
    pass: "full",
  });
  const open = { loadId: "l", table: "orders", expected: 1, staged: 0, bytes: 9, openedAt: mark.watermark };
  const coming = { ...nothing, openLoads: async () => [open] };
  expect(await passOf(async () => false, coming)).toMatchObject({ pass: "incremental" });
});
