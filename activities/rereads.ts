import { Context } from "@temporalio/activity";
import { nextReread } from "../core/drift/next-reread.ts";
import { SillageError } from "../core/errors.ts";
import type { Differences } from "../core/ports/drift.ts";
import type { StagedRow } from "../core/ports/database.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import { linesOf } from "./adapters/line-codec.ts";
import type { ActivityDeps } from "./deps.ts";
import { keepDrift, noDrift } from "./drift-figures.ts";
import type { Landed } from "./extract-pages.ts";
import { keepAlive } from "./keep-alive.ts";
import { parseLine } from "./parse-line.ts";
import { readPart } from "./read-part.ts";
import type { Pass } from "./start-pass.ts";
import { tableOf } from "./tables.ts";
import { rowCaster } from "./to-staged-row.ts";
import { windowPass } from "./window-pass.ts";

/** A share of a table's history to read again: how, and up to which instant it is read then. */
export type Reread = { readonly pass: Pass; readonly until: string };
/** What was read again, and the mark that the table was landed through before (ISO; null: unknown): rows that the next pass will read say nothing. */
export type RereadLanded = { readonly reread: Reread; readonly landed: Landed; readonly through: string | null };

/** Rows that were read again, and what of them was landed. */
export type RereadKept = Differences & {
  readonly reread: Reread;
  readonly rows: number;
  readonly refused?: string | null;
};

type Deps = Pick<ActivityDeps, "graph" | "zone" | "clock" | "store" | "database" | "entities" | "metrics" | "drift">;

/** Rows that may differ whatever their share. */
const alwaysBelieved = 10;

/** The share of history that is due tonight; null for none. The first time it is written down where to begin. */
export async function dueReread(
  { clock, database, drift }: Pick<Deps, "clock" | "database" | "drift">,
  table: TableSpec,
): Promise<Reread | null> {
  const now = clock.now();
  const last = await database.lastReread(table.key);
  const next = nextReread(table, last, { now, pace: drift });
  if (next.kind === "nothing") return null;
  if (next.kind === "read") {
    const until = next.since === null ? null : next.until;
    return { pass: windowPass(table.key, { kind: "instants", since: next.since, until }, now), until: next.until };
  }
  const begin = { id: `begin/${table.key}`, asset: table.key, at: now.toISOString(), since: null, until: next.until };
  await database.recordDrift({ ...begin, ...noDrift, kind: "begin", state: "equal", load: null });
  return null;
}

/** History that was read again: judged, and kept. */
export const createRereadActivities = (deps: Deps) => ({
  /** Compare what was read again with what is stored. Equal: it is kept so, and its parts are removed. Throws `drift.too-much`, with nothing changed but the table's health. */
  async judgeReread({ reread, landed, through }: RereadLanded): Promise<Differences> {
    const context = Context.current();
    const table = tableOf(deps.graph, reread.pass.table);
    using _beat = keepAlive(() => context.heartbeat({ table: table.key }));
    const { rows, ...differences } = await compared(deps, table, { reread, landed, through });
    const found = differences.differing + differences.missing;
    const record = { ...recordOf(deps, reread), ...noDrift, rows, ...differences };
    if (found > Math.max(alwaysBelieved, rows * deps.drift.maxShare)) {
      const error = tooMuch(table.key, { rows, ...differences });
      await keepDrift(deps, { ...record, state: "refused" }, error.message);
      throw error;
    }
    if (found > 0) return differences;
    await keepDrift(deps, { ...record, state: "equal" }, null);
    for (const part of landed.parts) await deps.store.remove(part.key, { etag: part.etag });
    return differences;
  },
  /** Keep that differences were found, and merged; or why their load was refused: their span is read again then. Runs of before loads were waited for tell nothing of it. */
  async keepReread({ reread, rows, refused = null, ...found }: RereadKept): Promise<void> {
    const state = refused === null ? "merged" : "refused";
    await keepDrift(deps, { ...recordOf(deps, reread), ...noDrift, rows, ...found, state }, refused);
  },
});

const recordOf = ({ clock }: Pick<Deps, "clock">, { pass, until }: Reread) =>
  ({
    id: pass.loadId,
    asset: pass.table,
    at: clock.now().toISOString(),
    kind: "reread",
    since: pass.since,
    until,
    load: pass.loadId,
  }) as const;

async function compared(
  { store, database, zone }: Deps,
  table: TableSpec,
  { landed, through }: RereadLanded,
): Promise<Differences & { readonly rows: number }> {
  const cast = rowCaster(table, zone, landed);
  const before = through === null ? null : new Date(Date.parse(through) - table.read.overlapMs).toISOString();
  let found = { rows: 0, differing: 0, missing: 0 };
  for (const info of landed.parts) {
    const rows: StagedRow[] = [];
    let line = 0;
    for (const batch of linesOf(await readPart(store, info, Context.current().cancellationSignal)))
      for (const text of batch) {
        const staged = cast(parseLine(info, text, ++line), line);
        if (staged.kind === "row" && (before === null || staged.row.orderedAt < before)) rows.push(staged.row);
      }
    const { differing, missing } = await database.compareStored(table, rows);
    found = {
      rows: found.rows + rows.length,
      differing: found.differing + differing,
      missing: found.missing + missing,
    };
  }
  return found;
}

const tooMuch = (table: string, found: Differences & { readonly rows: number }): SillageError =>
  new SillageError({
    code: "drift.too-much",
    message: `Of ${found.rows} rows of ${table} that were read again, ${found.differing} differ from what is stored and ${found.missing} are not there.`,
    fix: `Nothing of them was merged. Find out what the source did; if it is right, run \`sillage backfill ${table}\` over that time, or raise DRIFT_MAX_SHARE.`,
  });
