import { expect, test } from "vitest";
import { ledgerKey } from "./erasure-ledger.ts";
import { foreignFolder } from "./foreign-folder.ts";
import { knownObject } from "./known-object.ts";
import { manifestKey, partKey, stateKey } from "./load-keys.ts";

const loadId = "01JDKQ0000000000000000000A";
const folder = { source: "shop", table: "clients", day: "2026-11-27", loadId };
const id = "0f8fad5b-d9cb-469f-a165-70867728950e";

test.each([
  partKey(folder, 1, 12, 3),
  partKey({ ...folder, source: "backfill" }, 100_000, 1, 1),
  manifestKey(folder),
  manifestKey(foreignFolder("clients", loadId)),
  stateKey("clients"),
])("%s is of the table that it names", (key) => {
  expect(knownObject(key)).toEqual({ kind: "table", table: "clients" });
});

test("files of the inbox and proofs are known", () => {
  expect(knownObject("inbox/clients/of may/list.csv")).toEqual({ kind: "inbox" });
  for (const key of [ledgerKey(12), `audit/reveals/2026-11-27-${id}.json`, `reveals/${id}.sealed`])
    expect(knownObject(key)).toEqual({ kind: "proof" });
});

test.each([
  "clients.csv",
  "v1/shop/clients/dt=2026-11-27/clients.csv",
  `v1/shop/clients/dt=2026-11-27/load=${loadId}/clients.csv`,
  `v1/shop/clients/dt=2026-11-27/load=${loadId}/part-00001.f1a1.jsonl.gz.bak`,
  "inbox/clients.csv",
  "state/of/clients.json",
  "erasures/all.csv",
  "audit/reveals/2026.csv",
  "reveals/clients.csv",
  "backup/v1/clients.csv",
])("%s is nothing that is known", (key) => {
  expect(knownObject(key)).toBeUndefined();
});
