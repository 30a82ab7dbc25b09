import { expect, test } from "vitest";
import { assetGraph } from "../core/graph/asset-graph.ts";
import type { AssetMirror } from "../core/ports/database.ts";
import { columnOf, readOf, specOf, tableOf } from "../test/fakes/specs.ts";
import { createUpkeepOf } from "./upkeep-of.ts";

const key = columnOf("id", { key: 1 });
const version = columnOf("version", { cursor: true, type: { kind: "bigint" } });
const versions = readOf({ kind: "whole" }, { kind: "version", overlap: 1, longestJump: 9 });
const graph = assetGraph(
  specOf({ tables: [tableOf("sites"), tableOf("passes", { read: versions, columns: [key, version] })] }),
);
const landed = { landedThrough: null, loadedThrough: null, fence: 1, materialisedAt: null, rows: 1 };
const mirrorOf = (over: Partial<AssetMirror>): AssetMirror => ({
  asset: "sites",
  ...landed,
  materialisationId: "01M",
  ...over,
});

const upkeepOf = (table: string, mirror: AssetMirror | undefined, paused = false) =>
  createUpkeepOf({
    graph,
    database: { mirror: async () => mirror, assetControl: async () => undefined },
    entities: { isPaused: async () => paused },
  })({ table });

test("a table that is held, or was never landed, is left alone", async () => {
  expect(await upkeepOf("sites", mirrorOf({}), true)).toEqual({ kind: "paused" });
  expect(await upkeepOf("sites", undefined)).toEqual({ kind: "empty" });
  expect(await upkeepOf("sites", mirrorOf({ materialisationId: null }))).toEqual({ kind: "empty" });
});

test("one that was landed is told with its mark, as its list is asked", async () => {
  const at = "2026-11-25T02:15:00.000Z";
  expect(await upkeepOf("sites", mirrorOf({}))).toEqual({ kind: "landed", mark: {} });
  expect(await upkeepOf("sites", mirrorOf({ landedThrough: at }))).toEqual({ kind: "landed", mark: { watermark: at } });
  expect(await upkeepOf("passes", mirrorOf({ landedThrough: "7" }))).toEqual({
    kind: "landed",
    mark: { version: "7" },
  });
});
