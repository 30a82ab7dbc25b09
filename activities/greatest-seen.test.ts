import { Sensitive } from "../core/sensitive.ts";
import { expect, test } from "vitest";
import type { ApiRecord } from "../core/landed-row.ts";
import type { Page } from "../core/ports/source-reader.ts";
import { columnOf, readOf, tableOf } from "../test/fakes/specs.ts";
import { greatestSeen } from "./greatest-seen.ts";
import type { Pass } from "./start-pass.ts";

const feed = tableOf("feed", {
  read: readOf({ kind: "whole" }, { kind: "version", overlap: 2, longestJump: 100 }),
  columns: [columnOf("id", { key: 1 }), columnOf("version", { type: { kind: "bigint" }, cursor: true })],
});
const timed = tableOf("timed", {
  columns: [columnOf("at", { type: { kind: "instant", reads: "rfc3339" }, cursor: true })],
});
const page = (records: readonly ApiRecord[], toldVersion?: string): Page => ({
  records: new Sensitive(records),
  next: undefined,
  serverDate: undefined,
  missing: 0,
  requests: 1,
  ...(toldVersion !== undefined && { toldVersion }),
});
const none = { maxSeen: null, maxVersion: null, beyond: 0 };
const pass: Pass = {
  table: "feed",
  loadId: "01JGREATESTSEEN00000000000",
  day: "2026-11-24",
  fence: 1,
  mark: { version: "7" },
  pass: "incremental",
  since: null,
  version: "5",
  until: "2026-11-25T02:00:00.000Z",
};

test("a poisoned version moves no mark, and is counted", () => {
  const records = [{ version: 6 }, { version: "8" }, { version: "9223372036854775807" }];
  expect(greatestSeen(feed, page(records), none, pass)).toEqual({ maxSeen: null, maxVersion: "8", beyond: 1 });
  expect(greatestSeen(feed, page(records, "6"), none, pass)).toEqual({ maxSeen: null, maxVersion: "7", beyond: 2 });
});

test("a reading of everything begins at its first row, whatever the mark", () => {
  const whole: Pass = { ...pass, pass: "full", version: null };
  expect(greatestSeen(feed, page([{ version: 900 }, { version: 901 }]), none, whole).maxVersion).toBe("901");
});

test("pages go on from each other; values that are no version are left to the misfit rules", () => {
  const known = greatestSeen(feed, page([{ version: 90 }]), none, pass);
  expect(greatestSeen(feed, page([{ version: 180 }, { version: "new" }, {}]), known, pass).maxVersion).toBe("180");
});

test("of instants the latest is kept, as the source wrote it", () => {
  const records = [{ at: "2026-11-24T01:00:00Z" }, { at: "2026-11-23T01:00:00Z" }, { at: "soon" }];
  expect(greatestSeen(timed, page(records), none, pass).maxSeen).toBe("2026-11-24T01:00:00.000Z");
  expect(greatestSeen(tableOf("plain"), page(records), none, pass)).toEqual(none);
});
