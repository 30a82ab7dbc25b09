import { ulid } from "ulid";
import { rowCaster } from "../../activities/to-staged-row.ts";
import { evaluateCondition } from "../../core/condition/evaluate-condition.ts";
import { manifestKey } from "../../core/load-keys.ts";
import type { Database } from "../../core/ports/database.ts";
import type { RunStep } from "../../core/ports/runs.ts";
import type { MartSpec, TableSpec } from "../../core/spec/asset.ts";
import type { GraphSpec } from "../../core/spec/graph.ts";
import { unsound } from "../unsound.ts";

const dayMs = 86_400_000;
const kept = { runDays: 400, stepDays: 90 };
/** Jobs of a day and the minute of UTC at which each starts. */
const jobs = { nightly: 135, drift: 225, reconcile: 630 } as const;

/** One day of the product, before its first run. */
type Day = { readonly spec: GraphSpec; readonly number: number; readonly midnight: number };
type Job = keyof typeof jobs;

/** Write nights down, from the `from`th to before the `to`th, with all that a real day leaves: each table has one load of one row that changed, each mart with it; history is read again and finds nothing; ids are compared; all is checked. */
export async function liveNights(
  database: Database,
  spec: GraphSpec,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<void> {
  const first = Date.parse("2026-01-01T00:00:00Z");
  for (let number = from; number < to; number++)
    for (const job of ["nightly", "drift", "reconcile"] as const)
      await run(database, job, { spec, number, midnight: first + number * dayMs });
}

async function run(database: Database, job: Job, day: Day): Promise<void> {
  const at = new Date(day.midnight + jobs[job] * 60_000);
  const iso = at.toISOString();
  const id = `run/${job}-${iso.replace(".000", "")}`;
  const assets = [...day.spec.tables, ...day.spec.marts].map(({ key }) => key);
  const asked = { job, selection: null, full: false, trigger: "schedule", who: null, rerunOf: null, attempt: 1 };
  const logical = { logicalAt: iso, logicalDay: iso.slice(0, 10), zone: "Europe/Paris" };
  await database.beginRun({ id, ...asked, ...logical, startedAt: iso, assets });
  const steps: RunStep[] = [];
  for (const table of day.spec.tables) steps.push(await ofTable(database, { table, job, id, at }, day));
  for (const mart of day.spec.marts) steps.push(await ofMart(database, { mart, job, id, at }));
  const end = { id, state: "succeeded", endedAt: new Date(at.getTime() + 60_000).toISOString() } as const;
  await database.endRun({ ...end, failures: 0, code: null, detail: "" }, steps);
  if (await database.claimHousekeeping(end.endedAt)) await database.keepHouse(kept, end.endedAt);
}

type OfRun = { readonly job: Job; readonly id: string; readonly at: Date };

async function ofTable(
  database: Database,
  { table, job, id, at }: OfRun & { readonly table: TableSpec },
  day: Day,
): Promise<RunStep> {
  const load = job === "nightly" ? ulid(at.getTime()) : null;
  if (load !== null) await loadOne(database, { table, load, at }, day);
  if (job === "drift") await reread(database, table.key, at);
  await database.checkTable(table, id, at.toISOString());
  const detail = { nightly: "1 read", drift: "a share of history is due, 40 rows read again, none differs" };
  return {
    ...stepOf(table.key, at, load !== null),
    bytes: load === null ? null : 400,
    load,
    detail: job === "reconcile" ? "ids compared" : detail[job],
  };
}

async function ofMart(database: Database, { mart, id, at }: OfRun & { readonly mart: MartSpec }): Promise<RunStep> {
  const days = await database.staleDays(mart);
  const { changed } = await database.buildMart(mart, days, { cause: id });
  if (changed && mart.automation !== undefined) await evaluate(database, mart, at);
  return { ...stepOf(mart.key, at, changed), detail: changed ? "1 days" : "no day touched" };
}

const stepOf = (asset: string, at: Date, changed: boolean): RunStep => ({
  asset,
  state: changed ? "done" : "unchanged",
  rows: changed ? 1 : 0,
  bytes: null,
  code: null,
  load: null,
  endedAt: at.toISOString(),
  ms: 900,
  detail: "",
});

type Loaded = { readonly table: TableSpec; readonly load: string; readonly at: Date };

/** A load of one row that changed, with a manifest's key as long as the product's; its pass goes on where the last one ended. */
async function loadOne(database: Database, { table, load, at }: Loaded, { number }: Day): Promise<void> {
  const [iso, before] = [at.toISOString(), new Date(at.getTime() - dayMs).toISOString()];
  const folder = { source: table.source, table: table.key, day: iso.slice(0, 10), loadId: load };
  await database.openLoad({
    loadId: load,
    table: table.key,
    origin: "run",
    expected: 1,
    bytes: 400,
    manifestKey: manifestKey(folder),
    manifestEtag: '"0123456789abcdef0123456789abcdef"',
  });
  const landed = { id: 1, total: `${number}.10`, soldAt: "2026-01-01T12:00:00Z", updatedAt: iso, _h: `1/${number}` };
  const staged = rowCaster(table, "Europe/Paris", { t0: iso, elapsedMs: 0 })(landed, 1);
  if (staged.kind !== "row") throw unsound("a made-up row does not fit its table");
  await database.stageBatch(table, load, 1, [staged.row]);
  await database.mergeSlice(table, load, { part: 1, from: 1, to: 1 });
  await database.finishLoad(table, load, {
    completeThrough: iso,
    from: number === 0 ? null : { watermark: before },
    to: { watermark: iso },
  });
  // The database's clock stands still while nights go by: what it wrote is moved to its night.
  await database.query("update sillage.load set opened_at = $2, ended_at = $2 where load_id = $1", [load, iso]);
}

const found = { rows: 40, differing: 0, missing: 0, vanished: 0, restored: 0, missed: 0 };

async function reread(database: Database, asset: string, at: Date): Promise<void> {
  const [since, until] = [at.getTime() - 60 * dayMs, at.getTime() - 30 * dayMs].map((ms) => new Date(ms).toISOString());
  const span = { since: since ?? null, until: until ?? null };
  const about = { id: ulid(at.getTime()), asset, at: at.toISOString(), kind: "reread", state: "equal" } as const;
  await database.recordDrift({ ...about, ...span, ...found, load: null });
}

/** The evaluation by which a mart with a condition started its run. */
async function evaluate(database: Database, { key, deps, automation }: MartSpec, at: Date): Promise<void> {
  if (automation === undefined) return;
  const iso = at.toISOString();
  const facts = {
    now: at.getTime(),
    since: at.getTime() - dayMs,
    materialised: ulid(at.getTime()),
    deps: deps.map((dep) => ({ asset: dep.key, id: ulid(at.getTime()), at: iso, updated: true, late: false })),
  };
  const { tree } = evaluateCondition(automation, facts, {});
  await database.keepEvaluation({ asset: key, at: iso, run: `run/auto-${key}-${ulid(at.getTime())}`, tree });
}
