import fc from "fast-check";
import { expect, test } from "vitest";
import { businessDay, localToInstant } from "./zone.ts";
import { pick } from "./pick.ts";

test("a sale after midnight in Paris belongs to Paris's day", () => {
  expect(businessDay("2026-07-01T22:30:00.000Z", "Europe/Paris")).toBe("2026-07-02");
  expect(businessDay("2026-12-01T22:30:00.000Z", "Europe/Paris")).toBe("2026-12-01");
  expect(businessDay("2026-12-01T22:30:00.000Z", "UTC")).toBe("2026-12-01");
});

test("days are right on both sides of each change of the clock", () => {
  expect(businessDay("2026-03-28T22:59:59.999Z", "Europe/Paris")).toBe("2026-03-28");
  expect(businessDay("2026-03-28T23:00:00.000Z", "Europe/Paris")).toBe("2026-03-29");
  expect(businessDay("2026-10-25T22:59:59.999Z", "Europe/Paris")).toBe("2026-10-25");
  expect(businessDay("2026-10-25T23:00:00.000Z", "Europe/Paris")).toBe("2026-10-26");
});

test("text that is no local time has no instant", () => {
  expect(localToInstant("nonsense", "Europe/Paris")).toBeNaN();
});

test("a local time read back in its zone is itself, but for the hour that is skipped", () => {
  const minute = fc
    .integer({ min: 0, max: 5 * 366 * 1440 })
    .map((minutes) => new Date(Date.UTC(2022, 0, 1) + minutes * 60_000).toISOString().slice(0, 19));
  fc.assert(
    fc.property(minute, fc.constantFrom("Europe/Paris", "America/New_York", "Asia/Kolkata", "UTC"), (naive, zone) => {
      const read = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" })
        .format(localToInstant(naive, zone))
        .replace(" ", "T");
      const skipped = read !== naive;
      if (skipped) expect(Math.abs(Date.parse(read) - Date.parse(naive))).toBe(3_600_000);
      else expect(read).toBe(naive);
    }),
  );
});

test("more quarter hours than are remembered are right as well", () => {
  for (let slot = 0; slot < 100_100; slot += 1) {
    const ms = Date.UTC(2020, 0, 1, 12) + slot * 900_000;
    if (slot % 5_000 === 0)
      expect(businessDay(new Date(ms).toISOString(), "UTC")).toBe(new Date(ms).toISOString().slice(0, 10));
    else businessDay(new Date(ms).toISOString(), "UTC");
  }
});

test("a dotted path finds a nested value, and a field whose very name has dots wins", () => {
  expect(pick({ address: { city: "Lille" } }, "address.city")).toBe("Lille");
  expect(pick({ "address.city": "Lyon", address: { city: "Lille" } }, "address.city")).toBe("Lyon");
  expect(pick({ address: null }, "address.city")).toBeUndefined();
  expect(pick({ address: ["Lille"] }, "address.city")).toBeUndefined();
  expect(pick({ a: 1 }, "b")).toBeUndefined();
});

test("the calendar's edges have a day in every zone", () => {
  for (const zone of ["Europe/Paris", "America/Los_Angeles", "UTC", "Pacific/Kiritimati"]) {
    expect(businessDay("0001-01-01T00:00:00.000Z", zone)).toBe("0001-01-01");
    expect(businessDay("0999-05-01T12:00:00.000Z", zone)).toMatch(/^0999-05-0[12]$/);
    expect(businessDay("9999-12-31T23:59:59.000Z", zone)).toBe("9999-12-31");
  }
  expect(new Date(localToInstant("0900-01-01T00:09:21", "Europe/Paris")).toISOString()).toBe(
    "0900-01-01T00:00:00.000Z",
  );
  expect(new Date(localToInstant("9999-12-31T23:59:00", "Europe/Paris")).toISOString()).toBe(
    "9999-12-31T22:59:00.000Z",
  );
});
