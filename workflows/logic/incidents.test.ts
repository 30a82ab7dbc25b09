import { expect, test } from "vitest";
import { emptyState, type AssetStateV1 } from "../contracts/state.ts";
import { declare } from "./automation.ts";
import { told, withIncident } from "./incidents.ts";
import { announced, delivered, recorded, written } from "./outbox.ts";

const at = (minute: number) => new Date(`2026-11-25T02:${minute}:00.000Z`);
const base = { automation: null, deps: [], dependants: [], promise: null, ingestion: "run" } as const;
const well = (alerts: boolean): AssetStateV1 => declare(emptyState("orders"), { ...base, alerts }, at(10));
const events = ({ outbox }: AssetStateV1) => outbox.notices.map(({ event }) => event);

test("an incident is one from the first sign until the asset is well, whatever else goes wrong and whoever pauses it", () => {
  const late = withIncident(well(true), "late", at(11));
  expect(late.incident).toMatchObject({ id: "orders/2026-11-25T02:11:00.000Z", health: "late", closedAt: null });
  for (const health of ["late", "failing", "paused"] as const) expect(withIncident(late, health, at(12))).toBe(late);
  const over = withIncident(late, "warned", at(13));
  expect(over.incident).toBeNull();
  expect(events(over)).toEqual(["opened", "recovered"]);
  expect(over.outbox.records.at(-1)).toMatchObject({ incident: { closedAt: at(13).toISOString() } });
});

test("an incident of an asset that is no longer declared is over, and those who were told of it are told so", () => {
  const removed = withIncident(withIncident(well(true), "failing", at(11)), "removed", at(12));
  expect([removed.incident, events(removed)]).toEqual([null, ["opened", "removed"]]);
  expect(removed.outbox.records.at(-1)).toMatchObject({ incident: { closedAt: at(12).toISOString() } });
  expect(withIncident(removed, "removed", at(13))).toBe(removed);
});

test("where nobody is to be told, an incident is kept and no notice is made", () => {
  const late = withIncident(well(false), "late", at(11));
  expect([events(late), late.outbox.records.length]).toEqual([[], 1]);
});

test("an asset that is well, or that nothing was declared of, has no incident", () => {
  const fine = well(true);
  expect(withIncident(fine, "ok", at(11))).toBe(fine);
  const unknown = emptyState("orders");
  expect(withIncident(unknown, "late", at(11))).toBe(unknown);
});

test("why it is late is how old its data is; where nobody knows that, since when it had no success", () => {
  const freshAt = "2026-11-24T02:15:00.000Z";
  const why = (more: Partial<AssetStateV1>) => withIncident({ ...well(true), ...more }, "late", at(11)).incident?.why;
  expect(why({ freshAt, loadedThrough: freshAt })).toBe(`Its data is as of ${freshAt}.`);
  expect(why({ freshAt })).toBe(`It had no success since ${freshAt}.`);
});

test("why it is failing is the check that blocks, else what the run told", () => {
  const why = (more: Partial<AssetStateV1>) =>
    withIncident({ ...well(true), ...more }, "failing", at(11)).incident?.why;
  expect(why({ checks: { warned: [], blocked: ["unique(id): 2, at most 0"] } })).toBe(
    "Its check unique(id): 2, at most 0 failed.",
  );
  expect(why({ failing: true, failure: "The source refuses the key." })).toBe("The source refuses the key.");
  expect(why({ failedUpkeep: [{ parts: ["ids"], why: "The list of ids is empty." }] })).toBe(
    "The list of ids is empty.",
  );
  expect(why({ failing: true })).toBe("Its last pass failed.");
});

test("that somebody was told is remembered of the incident that lasts, and of no other", () => {
  const late = withIncident(well(true), "late", at(11));
  expect(told(late, late.incident?.id ?? "", at(12)).incident?.toldAt).toBe(at(12).toISOString());
  expect(told(late, "orders/another", at(12))).toBe(late);
});

test("an outbox keeps its first entry, drops looks that started nothing before later ones, and stays short", () => {
  const look = (run: string | null, minute: number) =>
    ({
      kind: "evaluation",
      evaluation: { asset: "a", at: at(minute).toISOString(), run, tree: { says: "", holds: false, why: "" } },
    }) as const;
  const one = recorded(well(true).outbox, look(null, 10));
  const two = recorded(recorded(one, look(null, 11)), look(null, 12));
  expect(two.records).toEqual([look(null, 10), look(null, 12)]);
  let many = two;
  for (let minute = 13; minute < 60; minute++) many = recorded(many, look("run", minute));
  expect([many.records.length, many.records[0], many.records.at(-1)]).toEqual([12, look(null, 10), look("run", 59)]);
  expect(written(two).records).toEqual([look(null, 12)]);
});

test("a webhook that stays away costs the oldest notices but the one that is being told", () => {
  const { incident } = withIncident(well(true), "late", at(11));
  if (incident === null) throw new Error("it is late");
  let outbox = well(true).outbox;
  for (let id = 0; id < 20; id++) outbox = announced(outbox, { id: String(id), event: "opened", incident });
  expect(outbox.notices.map(({ id }) => id)).toEqual(["0", ...Array.from({ length: 11 }, (_, at) => String(at + 9))]);
  expect(delivered(outbox, "alert.refused")).toMatchObject({ undelivered: "alert.refused" });
});
