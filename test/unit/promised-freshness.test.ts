import { expect, test } from "vitest";
import { slackMessage } from "../../activities/adapters/slack-message.ts";
import { deployment } from "../../assets/index.ts";
import { incidentLine } from "../../cli/status/incident-line.ts";
import { declarationOf } from "../../core/automation/declaration-of.ts";
import { freshnessOf } from "../../core/freshness/freshness-of.ts";
import { emptyState } from "../../workflows/contracts/state.ts";
import { assetState } from "../../core/standing/asset-state.ts";
import { assetHealth, entityLateFrom } from "../../workflows/logic/asset-health.ts";
import { materialised } from "../../workflows/logic/asset-reports.ts";
import { declare } from "../../workflows/logic/automation.ts";
import { withIncident } from "../../workflows/logic/incidents.ts";

const { graph } = deployment;
const hour = 3_600_000;
const untroubled = { pause: null, incident: null, blocked: [], warned: [], failedIn: null };
/** An asset's entity that was successful last at an instant, under Wampark's own declaration. */
const freshFrom = (key: string, freshAt: string) => ({
  ...declare(emptyState(key), declarationOf(graph, key, { alerts: true, ingestion: "run" }), new Date(freshAt)),
  freshAt,
});
const healthAt = (key: string, freshAt: string, now: string) =>
  assetHealth(freshFrom(key, freshAt), new Date(now)).health;

/** The same, told of what it is loaded through by the clock that rules, at an instant of its own. */
function loadedThrough(key: string, through: string, told: { readonly took: number; readonly ownClockAhead?: number }) {
  const now = new Date(Date.parse(through) + told.took + (told.ownClockAhead ?? 0));
  const report = { id: "m1", at: now.toISOString(), rows: 1, load: null, origin: "run" } as const;
  return materialised(freshFrom(key, now.toISOString()), { ...report, loadedThrough: through, ageMs: told.took }, now);
}

test("an entity is late from the very instant on from which everybody else says so, however long its load took", () => {
  const promising = graph.assets.filter(({ freshness }) => freshness !== undefined);
  for (const asset of promising)
    for (const through of ["2026-11-24T02:15:00.000Z", "2026-10-24T22:30:00.000Z", "2027-03-27T22:59:59.999Z"])
      for (const took of [0, 3 * hour, 20 * hour]) {
        const entity = loadedThrough(asset.key, through, { took });
        const late = entityLateFrom(entity) ?? 0;
        for (const now of [Date.parse(through) + took, late - 1, late, late + 1]) {
          const says = [assetHealth(entity, new Date(now)).health, freshnessOf(asset, through, now)].join();
          expect([`ok,fresh`, `late,late`], `${asset.key} through ${through}, ${took} ms, at ${now}`).toContain(says);
          const mirror = { asset: asset.key, landedThrough: through, loadedThrough: through, fence: 1, rows: 1 };
          const page = assetState(
            asset,
            { ...mirror, materialisationId: "m1", materialisedAt: through },
            untroubled,
            now,
          );
          expect(page).toBe(freshnessOf(asset, through, now));
        }
      }
});

test("an entity whose clock is not the one that rules is late when its data is as old as is promised", () => {
  const ownClockAhead = 100 * 24 * hour;
  const entity = loadedThrough("orders", "2026-07-03T01:00:00.000Z", { took: hour, ownClockAhead });
  expect(entityLateFrom(entity)).toBe(Date.parse("2026-07-03T01:00:00.000Z") + ownClockAhead + 26 * hour);
});

test("everything that the vendor's nights bring promises how fresh it is", () => {
  const unpromised = graph.assets.filter(({ freshness }) => freshness === undefined).map(({ key }) => key);
  expect(unpromised.toSorted()).toEqual(["commune_populations", "communes"]);
});

test("a table that no pass read for 26 hours is late", () => {
  expect(healthAt("orders", "2026-11-25T02:20:00Z", "2026-11-26T04:19:00Z")).toBe("ok");
  expect(healthAt("orders", "2026-11-25T02:20:00Z", "2026-11-26T04:20:00Z")).toBe("late");
});

test("yesterday's revenue is there by seven in the morning in Paris, whenever the night before was done, on nights of changing clocks too", () => {
  for (const before of ["2026-11-24T02:20:00Z", "2026-11-24T22:00:00Z"]) {
    expect(healthAt("revenue_daily", before, "2026-11-25T05:59:00Z")).toBe("ok");
    expect(healthAt("revenue_daily", before, "2026-11-25T06:00:00Z")).toBe("late");
  }
  expect(healthAt("revenue_daily", "2026-10-24T02:00:00Z", "2026-10-25T05:59:00Z")).toBe("ok");
  expect(healthAt("revenue_daily", "2027-03-27T02:00:00Z", "2027-03-28T05:00:00Z")).toBe("late");
});

test("each day of visits is there ten hours after it ended", () => {
  expect(healthAt("visits_daily", "2026-11-24T02:20:00Z", "2026-11-25T08:59:00Z")).toBe("ok");
  expect(healthAt("visits_daily", "2026-11-24T02:20:00Z", "2026-11-25T09:00:00Z")).toBe("late");
  expect(healthAt("visits_daily", "2026-11-25T02:20:00Z", "2026-11-25T09:00:00Z")).toBe("ok");
});

test("revenue that is late at seven stands in the status and the asset's page, and is told once", () => {
  const now = new Date("2026-11-25T06:00:00Z");
  const fresh = freshFrom("revenue_daily", "2026-11-24T02:20:00.000Z");
  expect(freshnessOf(graph.asset("revenue_daily"), "2026-11-24T02:20:00.000Z", now.getTime() + 1)).toBe("late");
  const late = withIncident(fresh, assetHealth(fresh, now).health, now);
  expect(late.incident && incidentLine(late.incident)).toBe(
    "incident: revenue_daily is late since 2026-11-25T06:00:00.000Z: It had no success since 2026-11-24T02:20:00.000Z.",
  );
  expect(late.outbox.notices.map((notice) => slackMessage(notice, "production").text)).toEqual([
    ":rotating_light: *revenue_daily* (production) is late since 2026-11-25T06:00:00.000Z. It had no success since 2026-11-24T02:20:00.000Z.",
  ]);
});
