import { expect, test } from "vitest";
import { martOf, tableOf } from "../../test/fakes/specs.ts";
import { lateAt } from "./late-at.ts";
import { promiseOf } from "./promise-of.ts";

const hour = 3_600_000;
const within = { kind: "within", ms: 26 * hour } as const;
const by = { kind: "by", time: "06:00", zone: "Europe/Paris" } as const;
const late = (promise: Parameters<typeof lateAt>[0], freshAt: string) =>
  new Date(lateAt(promise, Date.parse(freshAt))).toISOString();

test("a table within 26 hours is late 26 hours after its last success", () => {
  expect(late({ ...within, zone: null }, "2026-11-25T02:20:00Z")).toBe("2026-11-26T04:20:00.000Z");
});

test("each day of a mart within 26 hours is there 26 hours after it ended, in its zone", () => {
  const daily = { ...within, zone: "Europe/Paris" };
  expect(late(daily, "2026-11-25T02:20:00Z")).toBe("2026-11-27T01:00:00.000Z");
  expect(late(daily, "2026-11-24T23:00:00Z")).toBe("2026-11-27T01:00:00.000Z");
  expect(late(daily, "2026-11-24T22:59:59Z")).toBe("2026-11-26T01:00:00.000Z");
});

test("by six in the morning everything up to midnight is there, on the days on which clocks change too", () => {
  expect(late(by, "2026-11-25T02:20:00Z")).toBe("2026-11-26T05:00:00.000Z");
  expect(late(by, "2026-11-24T22:50:00Z")).toBe("2026-11-25T05:00:00.000Z");
  expect(late(by, "2027-03-27T03:00:00Z")).toBe("2027-03-28T04:00:00.000Z");
});

test("what an asset promises counts the days of marts, and nothing where nothing is declared", () => {
  expect(promiseOf(tableOf("orders", { freshness: within }))).toEqual({ ...within, zone: null });
  expect(promiseOf(martOf("orders_daily", ["orders"], { freshness: within }))).toEqual({
    ...within,
    zone: "Europe/Paris",
  });
  expect(promiseOf(martOf("orders_daily", ["orders"], { freshness: by }))).toEqual(by);
  expect(promiseOf(tableOf("orders"))).toBeNull();
});
