import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { deployment } from "../assets/index.ts";
import type { AssetMirror } from "../core/ports/database.ts";
import { SillageError } from "../core/errors.ts";
import type { ApiDeps } from "./deps.ts";
import { lookingAhead } from "./looking-ahead.ts";

const every = 1_000;
let [looks, asked, isWanted] = [0, 0, true];
let made = "first";
let through: string | null = null;
let failing: Error | undefined;
let now = new Date("2026-07-04T10:00:00.000Z");
let standing: SillageError | undefined;
let broken: Error | undefined;
const reports: string[] = [];

const mirror = (): AssetMirror => ({
  asset: "orders_daily",
  landedThrough: null,
  loadedThrough: through,
  fence: 1,
  materialisationId: made,
  materialisedAt: null,
  rows: 1,
});
const database = {
  mirrors: async () => {
    asked++;
    if (broken !== undefined) throw broken;
    return [mirror()];
  },
} satisfies Pick<ApiDeps["database"], "mirrors">;

const begin = (memory: ApiDeps["memory"]) =>
  lookingAhead(
    {
      isWanted: () => isWanted,
      look: async () => {
        looks++;
        if (failing !== undefined) throw failing;
      },
    },
    {
      database,
      deployed: deployment,
      clock: { now: () => now },
      ...(memory && { memory }),
      standing: () => standing,
      report: (line) => void reports.push(line),
    },
  );
const memory = { stateMs: 0, answersMs: 0, aheadMs: every };
/** A report without the frames of our files. */
const firstLine = (report: string): string => report.split("\n")[0] ?? "";
/** So many times pass. */
const pass = (times: number) => vi.advanceTimersByTimeAsync(times * every);

beforeEach(() => {
  vi.useFakeTimers();
  [looks, asked, isWanted, made, through] = [0, 0, true, "first", null];
  [standing, broken, failing] = [undefined, undefined, undefined];
  now = new Date("2026-07-04T10:00:00.000Z");
  reports.length = 0;
});
afterEach(() => {
  vi.useRealTimers();
});

test("pages are looked at once after a change, when nothing changed from one time to the next", async () => {
  const looking = begin(memory);
  await pass(5);
  expect(looks).toBe(1);
  made = "second";
  await pass(1);
  made = "third";
  await pass(1);
  expect(looks).toBe(1);
  await pass(5);
  expect(looks).toBe(2);
  looking.stop();
});

test.each([
  [
    "a table that was read without a change: what pages say of their age moved",
    () => (through = "2026-07-04T02:00:00.000Z"),
  ],
  ["another day: what is usual moves with it", () => (now = new Date("2026-07-05T10:00:00.000Z"))],
])("a change is %s", async (_, change) => {
  const looking = begin(memory);
  await pass(3);
  expect(looks).toBe(1);
  change();
  await pass(3);
  expect(looks).toBe(2);
  looking.stop();
});

test("what could not be looked at waits for the next change: whoever comes asks it", async () => {
  failing = new SillageError({ code: "mart.broken", message: "A mart is broken.", fix: "Build it.", retryable: false });
  const looking = begin(memory);
  await pass(5);
  expect(looks).toBe(1);
  expect(reports.map(firstLine)).toEqual([
    "pages could not be looked at ahead: mart.broken: A mart is broken. Build it.",
  ]);
  [failing, made] = [undefined, "second"];
  await pass(3);
  expect(looks).toBe(2);
  looking.stop();
});

test("nothing is asked where nobody looked lately, nor while no KPI can be answered", async () => {
  isWanted = false;
  const looking = begin(memory);
  await pass(3);
  [isWanted, standing] = [true, new SillageError({ code: "db.away", message: "away", fix: "wait", retryable: true })];
  await pass(3);
  expect([asked, looks]).toEqual([0, 0]);
  looking.stop();
});

test("what fails is told once, without the text of a foreign error, and tried again", async () => {
  broken = new Error("away: canari@example.test");
  const looking = begin(memory);
  await pass(3);
  expect(reports.map(firstLine)).toEqual(["pages could not be looked at ahead: Error"]);
  expect(reports.join("\n")).not.toContain("canari");
  broken = undefined;
  await pass(3);
  expect(looks).toBe(1);
  broken = new Error("away again");
  await pass(1);
  expect(reports).toHaveLength(2);
  looking.stop();
  await pass(3);
  expect(reports).toHaveLength(2);
});

test("it ends with the server, and is not begun where nothing is to be kept", async () => {
  const looking = begin(memory);
  looking.stop();
  await pass(3);
  begin(undefined).stop();
  begin({ stateMs: 0, answersMs: 0 }).stop();
  await pass(3);
  expect(asked).toBe(0);
});
