import { expect, test } from "vitest";
import {
  manifestKey,
  parseInboxKey,
  parseManifestKey,
  partKey,
  stateKey,
  tablePrefix,
  startsIngestion,
} from "./load-keys.ts";

const load = { source: "shop", table: "sales", day: "2026-11-24", loadId: "01JBENCHEXTRACT00000000000" };

test("a part's key names its load, its place, the fence and the attempt", () => {
  expect(partKey(load, 7, 12, 3)).toBe(
    "v1/shop/sales/dt=2026-11-24/load=01JBENCHEXTRACT00000000000/part-00007.f12a3.jsonl.gz",
  );
});

test("a manifest's key says which load it is, and no other key does", () => {
  expect(parseManifestKey(manifestKey(load))).toEqual(load);
  expect(parseManifestKey(partKey(load, 1, 1, 1))).toBeUndefined();
  expect(parseManifestKey("v1/shop/sales/_manifest.json")).toBeUndefined();
});

test("an object under inbox/ is for the table that its folder names", () => {
  expect(parseInboxKey("inbox/sales/of july.csv")).toEqual({ table: "sales", name: "of july.csv" });
  expect(parseInboxKey("inbox/sales/")).toBeUndefined();
  expect(parseInboxKey("outbox/sales/a.csv")).toBeUndefined();
});

test("a table's loads lie under one prefix, its time stamp beside them", () => {
  expect(manifestKey(load).startsWith(tablePrefix("shop", "sales"))).toBe(true);
  expect(stateKey("sales")).toBe("state/sales.json");
});

test("a manifest or a file dropped by hand may start an ingestion, and no other object", () => {
  expect(
    ["v1/a/b/_manifest.json", "inbox/sites/a.csv", "v1/a/b/part-00001.jsonl.gz", "state/sites.json"].map(
      startsIngestion,
    ),
  ).toEqual([true, true, false, false]);
});
