import { expect, test } from "vitest";
import { martOf, tableOf } from "../../test/fakes/specs.ts";
import type { FreshnessSpec } from "../spec/asset.ts";
import type { ConditionSpec } from "../spec/condition.ts";
import { automationProblems } from "./automation-problems.ts";

const keys = new Set(["orders", "sites", "orders_daily"]);
const any = (of: readonly string[] | null): ConditionSpec => ({ kind: "depsUpdated", which: "any", of });
const cron = (text: string, zone = "Europe/Paris"): ConditionSpec => ({ kind: "cron", cron: text, zone });
const ofMart = (automation: ConditionSpec) =>
  automationProblems(martOf("orders_daily", ["orders"], { automation }), keys);

test.each<[ConditionSpec, string]>([
  [
    any(["gone"]),
    'its automation waits for "gone", which is not in the graph, so it can never hold: add it to defineGraph, or name one of orders.',
  ],
  [
    any(["sites"]),
    'its automation waits for "sites", on which it does not depend, so it can never hold: name one of orders.',
  ],
  [any([]), "its automation waits for updates of no dep at all: name some, or none for all."],
  [cron("0 0 30 2 *"), 'its automation has the cron "0 0 30 2 *", which never ticks: mend its day or its month.'],
  [
    cron("daily"),
    'its automation has the cron "daily", which is none: write minute, hour, day, month and weekday, such as "15 3 * * *".',
  ],
  [
    cron("0 6 * * *", "Paris"),
    'its automation names the zone "Paris", which the calendar does not know: write an IANA name, such as Europe/Paris.',
  ],
  [{ kind: "or", of: [] }, 'its automation holds an "or" of nothing: give it conditions.'],
  [
    { kind: "and", of: [{ kind: "missing" }, { kind: "not", of: { kind: "missing" } }] },
    'its automation can never hold: "missing and not missing" contradicts itself. Take one side out.',
  ],
])("%j is reported", (automation, problem) => expect(ofMart(automation)).toEqual([`Mart orders_daily: ${problem}`]));

test("an asset without deps waits for none, in whatever part of its condition it says so; each problem is told once", () => {
  const automation: ConditionSpec = { kind: "and", of: [any(null), { kind: "not", of: any(null) }] };
  expect(automationProblems(tableOf("orders", { automation }), keys)).toEqual([
    "Table orders: its automation waits for updates of its deps, and it has none, so it can never hold: use onCron or onMissing.",
  ]);
});

test("a condition that may hold is no problem, nor is none", () => {
  expect(ofMart({ kind: "and", of: [any(["orders"]), cron("0 6 * * *")] })).toEqual([]);
  expect(automationProblems(tableOf("orders"), keys)).toEqual([]);
});

test.each<[FreshnessSpec, readonly string[]]>([
  [{ kind: "by", time: "06:00", zone: "Europe/Paris" }, []],
  [
    { kind: "by", time: "25:00", zone: "Europe/Paris" },
    ['Table orders: its freshness is by "25:00", which is no time of a day: write HH:MM, such as "06:00".'],
  ],
  [
    { kind: "by", time: "06:00", zone: "Paris" },
    [
      'Table orders: its freshness names the zone "Paris", which the calendar does not know: write an IANA name, such as Europe/Paris.',
    ],
  ],
])("freshness %j", (freshness, problems) =>
  expect(automationProblems(tableOf("orders", { freshness }), keys)).toEqual(problems),
);
