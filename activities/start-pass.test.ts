import { expect, test } from "vitest";
import { SillageError } from "../core/errors.ts";
import type { Database } from "../core/ports/database.ts";
import { peopleDeployment } from "../test/fakes/people-deployment.ts";
import { createStartPass } from "./start-pass.ts";

const mark = { watermark: "2026-11-23T02:00:00.000Z" };
type Known = Pick<Database, "mustReadWhole" | "mirror" | "openLoads">;
const mirror = {
  asset: "orders",
  landedThrough: null,
  fence: 1,
  materialisationId: null,
  materialisedAt: null,
  rows: 0,
};
const loaded = { mirror: async () => ({ ...mirror, loadedThrough: mark.watermark }), openLoads: async () => [] };
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

test("a table of which nothing that was landed is merged is read whole, unless a load of it is on its way", async () => {
  const nothing = { mirror: async () => ({ ...mirror, loadedThrough: null }), openLoads: async () => [] };
  expect(await passOf(async () => false, nothing)).toMatchObject({ pass: "full", since: null });
  expect(await passOf(async () => false, { ...nothing, mirror: async () => undefined })).toMatchObject({
    pass: "full",
  });
  const open = { loadId: "l", table: "orders", expected: 1, staged: 0, bytes: 9, openedAt: mark.watermark };
  const coming = { ...nothing, openLoads: async () => [open] };
  expect(await passOf(async () => false, coming)).toMatchObject({ pass: "incremental" });
});
