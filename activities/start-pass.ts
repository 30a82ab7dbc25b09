import { ulid } from "./adapters/ulid.ts";
import type { Mark } from "../core/manifest.ts";
import { nextPass } from "../core/watermark/advance-mark.ts";
import { markToStart } from "../core/watermark/mark-to-start.ts";
import { SillageError } from "../core/errors.ts";
import type { Database } from "../core/ports/database.ts";
import type { ActivityDeps } from "./deps.ts";
import { tableOf } from "./tables.ts";

/** One pass of one table, decided once: what to ask for, under which load id and fence. */
export type Pass = {
  readonly table: string;
  readonly loadId: string;
  readonly day: string;
  readonly fence: number;
  /** The landed mark, which the pass moves on. */
  readonly mark: Mark;
  /** The mark that it starts from, where that is not the landed one. */
  readonly from?: Mark;
  readonly pass: "incremental" | "horizon" | "full";
  readonly since: string | null;
  readonly version: string | null;
  readonly until: string;
  /** A window of a backfill: landed apart, and no mark moves. Absent: since the mark. */
  readonly origin?: "backfill";
};

const dayMs = 86_400_000;

/** What is asked of the database. */
type Known = { readonly database: Pick<Database, "mustReadWhole" | "mirror" | "openLoads" | "markBeforeRefused"> };

/**
 * Mint a load id and decide where its pass starts: everything is read when rows were missed, or when nothing that was
 * landed of the table was ever merged; what a refused load held is read again. `until` lies a day ahead: an incremental
 * pass is open-ended.
 */
export const createStartPass = ({
  graph,
  clock,
  zone,
  database,
}: Pick<ActivityDeps, "graph" | "clock" | "zone"> & Known) =>
  async function startPass(request: {
    readonly table: string;
    readonly mark: Mark;
    readonly fence: number;
    readonly full: boolean;
  }): Promise<Pass> {
    const { table, mark } = request;
    const full = request.full || (await lacksRows(database, table).catch(notKnown)) === true;
    const from = markToStart(mark, await database.markBeforeRefused(table).catch(notKnown));
    const now = clock.now();
    const start = nextPass(tableOf(graph, table), from, { now, zone, full });
    return {
      table,
      loadId: ulid(now.getTime()),
      day: now.toISOString().slice(0, 10),
      fence: request.fence,
      mark,
      ...(from !== mark && { from }),
      pass: start.pass,
      since: start.since ?? null,
      version: start.version ?? null,
      until: new Date(now.getTime() + dayMs).toISOString(),
    };
  };

/** The mark moves at landing: a first load that was refused, or a database that is new, would leave only what changed since. What is on its way is waited for by whoever reads. */
async function lacksRows(database: Known["database"], table: string): Promise<boolean> {
  if (await database.mustReadWhole(table)) return true;
  if (((await database.mirror(table))?.loadedThrough ?? null) !== null) return false;
  return !(await database.openLoads()).some((load) => load.table === table);
}

/** Landing goes on while the database is away: what was missed stays missed until a whole pass, so the next one asks again. */
function notKnown(error: unknown): undefined {
  if (!(error instanceof SillageError) || !error.retryable) throw error;
}
