import { expect, test } from "vitest";
import { explainAt } from "./explain-asset.ts";
import { evaluationLines, explainLines } from "./explain-lines.ts";

const now = Date.parse("2026-11-25T06:00:00Z");
const at = "2026-11-25T02:20:00.000Z";
const tree = {
  says: "any dep updated and all deps present",
  holds: true,
  why: "2 of 2 hold",
  of: [
    { says: "any dep updated", holds: true, why: `updated: orders at ${at}` },
    { says: "all deps present", holds: true, why: "every dep was materialised" },
  ],
};
const kept = { asset: "daily", at, run: "run/auto-daily-01", tree };
const database = { evaluationAt: async (_: string, until: string) => (until >= at ? kept : undefined) };
const ask = (instant: string) => explainAt(database, "daily", { at: instant, now });

test("an evaluation is told as a tree, a reason at each part", () => {
  expect(evaluationLines(kept)).toEqual([
    `daily at ${at}: the condition holds, run/auto-daily-01 was started`,
    "✔ any dep updated and all deps present: 2 of 2 hold",
    `  ✔ any dep updated: updated: orders at ${at}`,
    "  ✔ all deps present: every dep was materialised",
  ]);
});

test("what keeps a condition from being looked at is told below it", () => {
  const found = { ...kept, run: null, tree: { says: "missing", holds: false, why: "it was materialised (01)" } };
  const claim = { run: "run/nightly-1", at };
  expect(explainLines("daily", { now: found, inWork: [claim], waiting: true, paused: true, last: kept })).toEqual([
    `daily at ${at}: the condition does not hold`,
    "✘ missing: it was materialised (01)",
    "",
    "It is paused: nothing is started until it is resumed.",
    `run/nightly-1 works on it since ${at}: what happens meanwhile is looked at afterwards.`,
    "Something happened that was not looked at yet.",
    `It was looked at last at ${at}: the condition holds, run/auto-daily-01 was started.`,
  ]);
  expect(
    explainLines("daily", { now: { ...kept, run: null }, inWork: [], waiting: false, paused: false, last: null }).slice(
      -2,
    ),
  ).toEqual(["", "It was never looked at."]);
  expect(explainLines("orders", { now: null, inWork: [], waiting: false, paused: false, last: null })).toEqual([
    "orders has no condition: it is brought up to date by runs alone.",
  ]);
});

test("an instant is explained by the last evaluation up to it, whatever offset it is written with", async () => {
  expect(await ask("2026-11-25T03:20:00+01:00")).toEqual(kept);
});

test.each([
  [
    "yesterday",
    "explain.at-invalid",
    '"yesterday" is no instant. Write it as 2026-11-25T02:15:00Z, or with another offset from UTC.',
  ],
  [
    "2999-01-01T00:00:00Z",
    "explain.at-in-future",
    "2999-01-01T00:00:00Z lies in the future. Without --at, the condition is told as it is now.",
  ],
  [
    "2026-11-25T02:19:59Z",
    "explain.not-kept",
    "No evaluation of daily at 2026-11-25T02:19:59Z is kept: the last 500 of each asset are, from its first on. Ask for a later instant; `sillage explain daily` tells the condition as it is now.",
  ],
])("--at %s is refused with %s", (instant, code, message) =>
  expect(ask(instant)).rejects.toMatchObject({ code, message }),
);
