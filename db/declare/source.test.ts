import { expect, test } from "vitest";
import { createdSince, restSource, setting, updatedSince, updatedWindow, whole, type Sending } from "./source.ts";

const shop = restSource("shop", {
  baseUrl: setting("SHOP_URL"),
  manners: { requestsPerSecond: 1, inFlight: 1 },
  commitDelay: "20 minutes",
});
const minute = 60_000;
const readBy = (sending?: Sending) =>
  shop.list("/sales", { paging: whole(), since: updatedSince("since", sending) }).read;

test("an overlap is the commit delay, and the tick of a filter that is coarser than a second", () => {
  expect(readBy()).toMatchObject({ overlapMs: 20 * minute, filter: { kind: "updated-since", param: "since" } });
  expect(readBy({ sends: "unix-seconds" }).overlapMs).toBe(20 * minute);
  expect(readBy({ sends: "local", zone: "Europe/Paris", tick: "1 minute" }).overlapMs).toBe(21 * minute);
  expect(readBy({ sends: "date", zone: "Europe/Paris" }).overlapMs).toBe((24 * 60 + 20) * minute);
  expect(shop.list("/sales", { paging: whole(), overlap: "2 hours" }).read.overlapMs).toBe(120 * minute);
});

test("a list begins with its source unless it says a day of its own", () => {
  const manners = { requestsPerSecond: 1, inFlight: 1 };
  const old = restSource("shop", { baseUrl: setting("SHOP_URL"), manners, begins: "2023-01-01" });
  expect(old.list("/sales", { paging: whole() }).read.begins).toBe("2023-01-01");
  expect(old.list("/sales", { paging: whole(), begins: "2024-06-01" }).read.begins).toBe("2024-06-01");
  expect(readBy()).not.toHaveProperty("begins");
});

test("every filter on time may say how it takes instants", () => {
  const sending: Sending = { sends: "local", zone: "Europe/Paris" };
  const sent = { sends: "local", zone: "Europe/Paris", tickMs: 1_000 };
  expect(updatedSince("since", sending)).toEqual({ kind: "updated-since", param: "since", sent });
  expect(createdSince("since", "30 days", sending)).toEqual({
    kind: "created-since",
    param: "since",
    horizonDays: 30,
    sent,
  });
  expect(updatedWindow({ from: "from", to: "to" }, { longest: "31 days", from: "2023-01-01", sending })).toEqual({
    kind: "window",
    fromParam: "from",
    toParam: "to",
    longestDays: 31,
    from: "2023-01-01",
    sent,
  });
});
