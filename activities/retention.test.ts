import { MockActivityEnvironment } from "@temporalio/testing";
import { expect, test } from "vitest";
import type { Statement } from "../core/ports/database.ts";
import { SillageError } from "../core/errors.ts";
import type { Retention } from "../core/register/retention.ts";
import { memoryErasureRequests } from "../test/fakes/memory-erasure-requests.ts";
import { registerOf } from "../test/fakes/specs.ts";
import { createRetentionActivities } from "./retention.ts";

const pidOf = (at: number): string => `0190f0e2-0000-7000-8000-${String(at).padStart(12, "0")}`;
const said = (text: string, ...params: readonly unknown[]): Statement => ({
  postgres: { text, params },
  mssql: { text, params },
});
const retentions: readonly Retention[] = registerOf().retentions.map((spec) => ({
  spec,
  counts: (cutoff) => said("counts", cutoff),
  due: (cutoff, after, most) => said("due", cutoff, after, most),
}));

/** Two thousand and one people are due: three pages. */
const due = Array.from({ length: 2_001 }, (_, at) => pidOf(at + 1));
const read = async ({ postgres: { text, params } }: Statement) => {
  const [, after, most] = params;
  if (text === "counts") return [{ people: 5_000, due: due.length, oldest: "2023-11-27" }];
  return due
    .filter((pid) => pid > String(after))
    .slice(0, Number(most))
    .map((pid) => ({ pid }));
};
const clock = { now: () => new Date("2026-11-28T04:30:00.000Z") };
const made = (erasureRequests: Parameters<typeof createRetentionActivities>[0]["erasureRequests"]) =>
  createRetentionActivities({ retentions, clock, erasureRequests, database: { read } as never });
const client = { subject: "client", cutoff: "2023-11-28" };

test("a report counts who is due by the clock that rules", async () => {
  expect(await made(memoryErasureRequests([])).reportRetention()).toEqual([
    {
      subject: "client",
      years: 3,
      cutoff: "2023-11-28",
      people: 5_000,
      due: 2_001,
      daysOverdue: 1,
      nextDue: "2026-11-27",
    },
  ]);
});

test("the erasure of everybody who is due is asked for, page by page, and of nobody twice", async () => {
  const erasures = memoryErasureRequests(due);
  const activities = made(erasures);
  const env = new MockActivityEnvironment();
  expect(await env.run(activities.requestErasures, client)).toEqual({ requested: 2_001, unknown: 0 });
  const first = erasures.under.get(pidOf(7))?.id;
  await env.run(activities.requestErasures, client);
  expect(erasures.under.size).toBe(2_001);
  expect(erasures.under.get(pidOf(7))).toEqual({ id: first, reason: "retention" });
});

test("heartbeats hold counts and name nobody", async () => {
  const beats: unknown[] = [];
  const env = new MockActivityEnvironment();
  env.on("heartbeat", (beat) => beats.push(beat));
  await env.run(made(memoryErasureRequests(due)).requestErasures, client);
  expect(beats.at(-1)).toEqual({ requested: 2_001, unknown: 0 });
  expect(JSON.stringify(beats)).not.toContain(pidOf(1));
});

test("who is known to the identity store no more is counted and holds up nobody", async () => {
  const env = new MockActivityEnvironment();
  expect(await env.run(made(memoryErasureRequests(due.slice(1))).requestErasures, client)).toEqual({
    requested: 2_000,
    unknown: 1,
  });
});

test("what the port refuses fails the activity", async () => {
  const away = new SillageError({ code: "kek.unreachable", message: "The vault is away.", fix: "Wait." });
  const env = new MockActivityEnvironment();
  const refusing = made({ request: () => Promise.reject(away) });
  await expect(env.run(refusing.requestErasures, client)).rejects.toBe(away);
});

test("people of whom a worker knows no retention are refused", async () => {
  const env = new MockActivityEnvironment();
  await expect(
    env.run(made(memoryErasureRequests([])).requestErasures, { ...client, subject: "buyer" }),
  ).rejects.toMatchObject({
    code: "retention.unknown",
    message: "Nothing says how long a buyer is kept. Deploy all workers with the same declarations.",
  });
});
