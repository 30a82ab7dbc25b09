import { expect, test } from "vitest";
import { revealAlarm } from "./reveal-alarm.ts";

test("an alarm that cannot be told holds nothing up, and is in the log", async () => {
  const reports: string[] = [];
  const alarm = revealAlarm({
    alerts: { deliver: () => Promise.reject(new Error("away")) },
    clock: { now: () => new Date("2026-11-24T02:00:00.000Z") },
    report: (line) => void reports.push(line),
  });
  await alarm("budget", 7, "somebody");
  await alarm("budget", 8, "somebody");
  expect(reports).toEqual([
    "ALARM: somebody asks for more reveals than are allowed within an hour: line 7 of the audit.",
    "The alarm reveals/budget/somebody/2026-11-24T02 could not be told.",
  ]);
});
