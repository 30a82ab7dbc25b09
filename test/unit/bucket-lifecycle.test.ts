import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { ledgerPrefix } from "../../core/erasure-ledger.ts";
import { parseInboxKey, stateKey, tablePrefix } from "../../core/load-keys.ts";

type Rule = { readonly Filter: { readonly Prefix: string }; readonly Expiration: { readonly Days: number } };

const { Rules: rules }: { readonly Rules: readonly Rule[] } = JSON.parse(
  await readFile(new URL("../../deploy/bucket-lifecycle.json", import.meta.url), "utf8"),
);
const daysOf = (key: string): number | undefined =>
  rules.find(({ Filter: { Prefix } }) => key.startsWith(Prefix))?.Expiration.Days;

test("what holds people's data goes from the bucket: landed loads and dropped files within 35 days, bulk reveals sooner", () => {
  const dropped = "inbox/clients/a.csv";
  expect(parseInboxKey(dropped)).toBeDefined();
  expect([dropped, tablePrefix("ponton", "clients"), "reveals/01J.sealed"].map(daysOf)).toEqual([35, 35, 2]);
});

test("what proves erasures and reveals, and marks of tables, stay", () => {
  expect([`${ledgerPrefix}1`, "audit/reveals/2026-11-28.json", stateKey("clients")].map(daysOf)).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
