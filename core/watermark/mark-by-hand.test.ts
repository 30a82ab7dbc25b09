import { expect, test } from "vitest";
import { martOf, readOf, tableOf } from "../../test/fakes/specs.ts";
import type { FilterSpec } from "../spec/read.ts";
import { markByHand } from "./mark-by-hand.ts";

const at = { known: {}, now: new Date("2026-11-25T02:15:00Z") };
const table = (filter: FilterSpec) => tableOf("orders", { read: readOf({ kind: "whole" }, filter) });
const updated = table({ kind: "updated-since", param: "since" });
const young = tableOf("orders", {
  read: readOf({ kind: "whole" }, { kind: "updated-since", param: "since" }, { begins: "2026-10-01" }),
});
const windows = table({ kind: "window", fromParam: "from", toParam: "to", longestDays: 7, from: "2026-10-01" });
const versions = table({ kind: "version", overlap: 1, longestJump: 9 });

test("an instant becomes the watermark, in UTC", () => {
  expect(markByHand(updated, "2026-11-24T03:15:00+01:00", at)).toEqual({ watermark: "2026-11-24T02:15:00.000Z" });
  expect(markByHand(windows, "2026-10-01T00:00:00Z", at)).toEqual({ watermark: "2026-10-01T00:00:00.000Z" });
});

test("a version up to the one that was landed becomes the version", () => {
  expect(markByHand(versions, "007", { ...at, known: { version: "7" } })).toEqual({ version: "7" });
});

test.each([
  [
    tableOf("orders"),
    "2026-11-24T00:00:00Z",
    "asset.no-mark",
    "orders has no watermark: every pass reads it whole. Run it; there is nothing to set.",
  ],
  [
    martOf("daily", []),
    "2026-11-24T00:00:00Z",
    "asset.no-mark",
    "daily has no watermark: a mart is rebuilt by day. Run it; there is nothing to set.",
  ],
  [
    updated,
    "last week",
    "asset.mark-invalid",
    "The mark last week is none of orders. Give an instant such as 2026-11-25T02:15:00Z.",
  ],
  [
    updated,
    "2026-13-45T00:00:00Z",
    "asset.mark-invalid",
    "The mark 2026-13-45T00:00:00Z is none of orders. Give an instant such as 2026-11-25T02:15:00Z.",
  ],
  [
    updated,
    "2026-02-30T00:00:00Z",
    "asset.mark-invalid",
    "The mark 2026-02-30T00:00:00Z is none of orders. Give an instant such as 2026-11-25T02:15:00Z.",
  ],
  [versions, "1.5", "asset.mark-invalid", "The mark 1.5 is none of orders. Give a version, which is a whole number."],
  [
    updated,
    "2026-11-25T02:15:01Z",
    "asset.mark-in-future",
    "The mark 2026-11-25T02:15:01Z of orders lies in the future: it is 2026-11-25T02:15:00.000Z. Give an earlier one: what comes before a mark is never asked for again.",
  ],
  [
    versions,
    "8",
    "asset.mark-in-future",
    "The mark 8 of orders lies in the future: the greatest version landed is 0. Give an earlier one: what comes before a mark is never asked for again.",
  ],
  [
    young,
    "2026-09-30T23:59:59Z",
    "asset.mark-before-source",
    "The mark 2026-09-30T23:59:59Z of orders lies before the source's beginning, 2026-10-01. Give an instant from 2026-10-01T00:00:00Z on, or read everything with `sillage run orders --full`.",
  ],
  [
    windows,
    "2026-09-30T23:59:59Z",
    "asset.mark-before-source",
    "The mark 2026-09-30T23:59:59Z of orders lies before the source's beginning, 2026-10-01. Give an instant from 2026-10-01T00:00:00Z on, or read everything with `sillage run orders --full`.",
  ],
])("%#: a mark that cannot be is refused", (asset, text, code, message) => {
  expect(() => markByHand(asset, text, at)).toThrow(expect.objectContaining({ code, message }));
});
