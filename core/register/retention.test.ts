import { expect, test } from "vitest";
import { registerOf } from "../../test/fakes/specs.ts";
import { cutoffOf, retentionReport } from "./retention.ts";

const [spec = { subject: "", doc: "", people: "", years: 0, after: [] }] = registerOf().retentions;
const report = (oldest: string | null, due: number) => retentionReport(spec, "2023-11-28", { people: 5, due, oldest });

test("who was last seen three years ago to the day is due", () => {
  expect(cutoffOf({ years: 3 }, new Date("2026-11-28T23:59:59.000Z"))).toBe("2023-11-28");
  expect(cutoffOf({ years: 1 }, new Date("2028-02-29T00:00:00.000Z"))).toBe("2027-03-01");
});

test("days overdue are counted from the day on which the first of them was due", () => {
  expect(report("2023-11-20", 2)).toEqual({
    subject: "client",
    years: 3,
    cutoff: "2023-11-28",
    people: 5,
    due: 2,
    daysOverdue: 8,
    nextDue: "2026-11-20",
  });
});

test("nobody is overdue who is due since today, or not yet", () => {
  expect(report("2023-11-28", 1)).toMatchObject({ daysOverdue: 0, nextDue: "2026-11-28" });
  expect(report("2024-05-01", 0)).toMatchObject({ daysOverdue: 0, nextDue: "2027-05-01" });
});

test("where there is nobody, nobody is due", () => {
  expect(report(null, 0)).toMatchObject({ due: 0, daysOverdue: 0, nextDue: null });
  expect(retentionReport(spec, "2023-11-28", undefined)).toMatchObject({ people: 0, due: 0 });
});
