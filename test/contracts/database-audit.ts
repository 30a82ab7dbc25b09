import { setTimeout } from "node:timers/promises";
import { beforeEach, expect, test } from "vitest";
import type { AssetControl, AuditEntry } from "../../core/ports/audit.ts";
import type { Database } from "../../core/ports/database.ts";
import { empty } from "./portable.ts";
import { loadOrders } from "./sample-orders.ts";

const by = { who: "Ada Exemple", why: "the source é is being repaired" };
const entry = (id: string, over: Partial<AuditEntry> = {}): AuditEntry => ({
  ...by,
  id,
  at: "2026-11-25T02:15:00.000Z",
  what: "asset.pause",
  subject: "orders",
  oldValue: "running",
  newValue: "paused",
  ...over,
});
const control = (revision: number): AssetControl => ({ revision, pause: { ...by, at: "2026-11-25" }, hand: null });
const mirror = (revision: number, fence: number, landedThrough: string | null) => ({
  asset: "people",
  landedThrough,
  fence,
  control: control(revision),
});

/** What the audit of changes made by hand, and the settings that it records, promise. */
export function databaseAuditContract(current: () => Database): void {
  beforeEach(() => empty(current(), "sillage.audit", "sillage.source_rate", "sillage.source_pause"));

  test("a change is recorded once, as it was told, the newest first", async () => {
    const later = entry("b", { at: "2026-11-25T02:16:00.000Z", oldValue: null, newValue: null });
    for (const told of [entry("a"), later, entry("a", { why: "told again" })]) await current().recordAudit(told, null);
    expect(await current().audits(null)).toEqual([later, entry("a")]);
  });

  test("answers about single people are told apart from changes, the newest first", async () => {
    const looked = { what: "kpi.individual", subject: "top-clients", oldValue: null, newValue: "10 rows" } as const;
    await current().recordAudit(entry("a"), null);
    for (const id of ["b", "c"]) await current().recordAudit(entry(id, looked), null);
    expect(await current().individualAnswers()).toEqual([entry("c", looked), entry("b", looked)]);
    expect((await current().audits(null)).map(({ id }) => id)).toEqual(["a"]);
  });

  test("changes of one asset are told apart from those of a source of its name", async () => {
    await current().recordAudit(entry("a"), null);
    await current().recordAudit(entry("b", { subject: "lines" }), null);
    await current().recordAudit(entry("c", { what: "source.rate" }), null);
    expect((await current().audits("orders")).map(({ id }) => id)).toEqual(["a"]);
  });

  test("the mirror of what an operator set is that of the latest revision, and its fence never falls", async () => {
    expect(await current().assetControl("nothing")).toBeUndefined();
    await current().recordAudit(entry("a", { subject: "people" }), mirror(2, 40, "b"));
    await current().recordAudit(entry("b", { subject: "people" }), mirror(1, 41, "a"));
    expect(await current().assetControl("people")).toEqual(control(2));
    expect(await current().mirror("people")).toMatchObject({ fence: 40, landedThrough: "b" });
    await current().recordAudit(entry("c", { subject: "people" }), mirror(3, 39, "a"));
    expect(await current().assetControl("people")).toEqual(control(3));
    expect(await current().mirror("people")).toMatchObject({ fence: 40, landedThrough: "b" });
    expect(await current().audits("people")).toHaveLength(3);
  });

  test("what was materialised last is told, the newest first", async () => {
    await loadOrders(current(), "01M1", [{ id: 901, at: 1, total: "1.00" }]);
    await loadOrders(current(), "01M2", [{ id: 901, at: 2, total: "2.00" }]);
    const [last, before] = await current().materialisations("orders");
    expect([last, before]).toMatchObject([
      { load: "01M2", rows: 1 },
      { load: "01M1", rows: 1 },
    ]);
    expect(Date.parse(last?.at ?? "")).toBeGreaterThanOrEqual(Date.parse(before?.at ?? ""));
    expect((await current().materialisations("orders")).length).toBeLessThanOrEqual(20);
  });

  test("a pause that a source asked for is told while it lasts; a longer one stays, whoever tells of another", async () => {
    expect(await current().sourcePauses()).toEqual([]);
    await current().pauseSource({ source: "shop", ms: 90_000 });
    await Promise.all([1, 2].map((ms) => current().pauseSource({ source: "shop", ms })));
    await current().pauseSource({ source: "stock", ms: 12_345.6 });
    await current().pauseSource({ source: "gone", ms: 0 });
    // Kept to the millisecond, to the nearest: a pause of none may last half of one.
    await setTimeout(2);
    const lasting = await current().sourcePauses();
    expect(lasting).toEqual([
      { source: "shop", ms: expect.any(Number) },
      { source: "stock", ms: expect.any(Number) },
    ]);
    for (const [at, most] of [90_000, 12_346].entries()) {
      expect(lasting[at]?.ms).toBeLessThanOrEqual(most + 1);
      expect(lasting[at]?.ms).toBeGreaterThan(0);
    }
    await current().pauseSource({ source: "shop", ms: 180_000 });
    expect((await current().sourcePauses())[0]?.ms).toBeGreaterThan(90_001);
    expect(await current().sourceRates()).toEqual([]);
  });

  test("a change of the throttle reaches both lanes and says what it was and is", async () => {
    await current().setThrottle("default", { bytesPerSecond: 1_000_000, paused: false, enabled: true });
    const at = { id: "t", at: "2026-11-25T02:15:00.000Z", ...by };
    expect(await current().changeThrottle({ bytesPerSecond: 500_000, paused: true }, at)).toEqual({
      lane: "default",
      bytesPerSecond: 500_000,
      paused: true,
      enabled: true,
    });
    expect(await current().throttleState("merge")).toMatchObject({ bytesPerSecond: 2_000_000, paused: true });
    expect(await current().audits(null)).toEqual([
      {
        ...at,
        what: "throttle.set",
        subject: "throttle",
        oldValue: "1000000 bytes/s",
        newValue: "500000 bytes/s, paused",
      },
    ]);
    await current().changeThrottle({ paused: false, bytesPerSecond: 1_000_000 }, { ...at, id: "u" });
  });

  test("merges keep their factor when the rate changes, until the factor is changed", async () => {
    const at = { id: "f", at: "2026-11-25T02:15:00.000Z", ...by };
    await current().changeThrottle({ bytesPerSecond: 1_000_000, mergeFactor: 4 }, { ...at, id: "e" });
    await current().changeThrottle({ mergeFactor: 9 }, at);
    await current().changeThrottle({ bytesPerSecond: 2_000 }, { ...at, id: "g" });
    expect(await current().throttleState("merge")).toMatchObject({ bytesPerSecond: 18_000 });
    expect((await current().audits(null)).find(({ id }) => id === "f")).toMatchObject({
      oldValue: "1000000 bytes/s, merges at 4 times that",
      newValue: "1000000 bytes/s, merges at 9 times that",
    });
    await current().changeThrottle({ bytesPerSecond: 1_000_000, mergeFactor: 4 }, { ...at, id: "h" });
  });

  test.each([0, 1.5, 101])("merges at %d times the rate are refused, and nothing changes", async (mergeFactor) => {
    const before = await current().throttleState("merge");
    await expect(
      current().changeThrottle({ mergeFactor }, { ...by, id: "z", at: "2026-11-25T02:15:00.000Z" }),
    ).rejects.toThrow(
      expect.objectContaining({
        code: "throttle.merge-factor",
        message: `Merges cannot be paced at ${mergeFactor} times the rate. Give a whole number from 1 to 100.`,
      }),
    );
    expect(await current().throttleState("merge")).toEqual(before);
    expect(await current().audits(null)).toEqual([]);
  });

  test("a rate of the throttle that admits nothing is refused, and neither lane nor audit changes", async () => {
    const before = await current().throttleState("merge");
    await expect(
      current().changeThrottle({ bytesPerSecond: 0 }, { ...by, id: "z", at: "2026-11-25T02:15:00.000Z" }),
    ).rejects.toThrow(expect.objectContaining({ code: "throttle.rate" }));
    expect(await current().throttleState("merge")).toEqual(before);
    expect(await current().audits(null)).toEqual([]);
  });

  test("a source's rate is kept until it is given back, each change told", async () => {
    const at = "2026-11-25T02:15:00.000Z";
    await current().setSourceRate({ source: "shop", requestsPerSecond: 2.5 }, { ...by, id: "a", at });
    expect(await current().sourceRates()).toEqual([{ source: "shop", requestsPerSecond: 2.5 }]);
    await current().setSourceRate({ source: "shop", requestsPerSecond: null }, { ...by, id: "b", at });
    expect(await current().sourceRates()).toEqual([{ source: "shop", requestsPerSecond: null }]);
    expect((await current().audits(null)).map(({ oldValue, newValue }) => [oldValue, newValue])).toEqual([
      ["2.5 requests/s", "as declared"],
      ["as declared", "2.5 requests/s"],
    ]);
  });
}
