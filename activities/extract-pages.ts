import { Context } from "@temporalio/activity";
import { SillageError } from "../core/errors.ts";
import { fieldNames } from "../core/field-names.ts";
import type { PartInfo } from "../core/manifest.ts";
import type { PageCursor, PassRequest } from "../core/ports/source-reader.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import { t0Of } from "../core/watermark/t0.ts";
import type { ActivityDeps } from "./deps.ts";
import { greatestSeen } from "./greatest-seen.ts";
import { keepAlive } from "./keep-alive.ts";
import { keepCursor, openCursor, type KeptCursor } from "./kept-cursor.ts";
import { createLookups } from "./load-lookups.ts";
import { PartWriter } from "./part-writer.ts";
import { passTimer, type PassTime } from "./pass-timer.ts";
import { refuseMissingFields } from "./required-fields.ts";
import type { Pass } from "./start-pass.ts";
import { tableOf } from "./tables.ts";

/** What a pass landed. Instants are ISO; `elapsedMs` counts from the first attempt, downtime included. */
export type Landed = {
  readonly parts: readonly PartInfo[];
  readonly rows: number;
  readonly misfits: number;
  readonly erased: number;
  readonly pages: number;
  readonly maxSeen: string | null;
  readonly maxVersion: string | null;
  /** Rows whose version moves no mark: a jump beyond the declared one, or beyond what the API told. */
  readonly beyond: number;
  readonly t0: string;
  readonly elapsedMs: number;
  readonly unknownFields: readonly string[];
  readonly verified: boolean;
};

/** What one reading of the pass has counted so far. */
type Tally = Omit<Landed, "t0" | "elapsedMs" | "verified"> & { readonly missing: number };

/** What the heartbeat carries: written where nothing is buffered, which is at a beginning or after a part was put. */
type Progress = Tally & {
  readonly t0: string;
  readonly time: PassTime;
  readonly cursor: KeptCursor | null;
  /** Parts of readings of this pass that were given up: their numbers are taken. */
  readonly partsBefore: number;
  /** The pass is read a second time, since its first reading missed rows that the API's total told. */
  readonly repeated: boolean;
};

const nothing: Tally = {
  parts: [],
  rows: 0,
  misfits: 0,
  erased: 0,
  pages: 0,
  maxSeen: null,
  maxVersion: null,
  beyond: 0,
  unknownFields: [],
  missing: 0,
};

/** Times that one attempt begins again after its cursor expired, before the attempt is given up. */
const mostRestarts = 3;

type ExtractDeps = Pick<
  ActivityDeps,
  "graph" | "reader" | "sealer" | "store" | "clock" | "lookups" | "partBytes" | "quarantine"
>;

/**
 * Read a pass page by page, seal, land parts. A killed worker's next attempt resumes at the page after its last part;
 * an expired cursor begins the pass again, under the same load id, T0 and clock. A total that the API tells and the
 * pass misses repeats the pass once, then marks it unverified. Throws `source.*`, `store.*`.
 */
export function createExtractPages(deps: ExtractDeps) {
  const lookupsOf = createLookups(deps);
  return async function extractPages(pass: Pass): Promise<Landed> {
    const context = Context.current();
    const table = tableOf(deps.graph, pass.table);
    const lookups = await lookupsOf(table);
    const resumed: Progress | undefined = context.info.heartbeatDetails;
    const time = passTimer(resumed?.time);
    let { t0, partsBefore, repeated } = resumed ?? { t0: "", partsBefore: 0, repeated: false };
    let progress: Progress | undefined = resumed;
    using _beat = keepAlive(() => context.heartbeat(progress));

    let tally = await reading(resumed);
    if (tally.missing > 0 && !repeated) {
      repeated = true;
      partsBefore += tally.parts.length;
      tally = await reading(undefined);
    }
    const { missing, ...counted } = tally;
    return {
      ...counted,
      t0: t0 || t0Of(undefined, deps.clock.now()),
      elapsedMs: time().elapsedMs,
      verified: missing === 0,
    };

    function beat(reached: Tally, cursor: KeptCursor | null): void {
      progress = { ...reached, cursor, t0, time: time(), partsBefore, repeated };
      context.heartbeat(progress);
    }

    /** Read from a cursor to the end, from the beginning where the source no longer knows the cursor. */
    async function reading(from: Progress | undefined): Promise<Tally> {
      for (let restarts = 0, start = from; ; restarts++) {
        try {
          return await readOnce(start ?? { ...nothing, cursor: null });
        } catch (error) {
          const expired = error instanceof SillageError && error.code === "source.cursor-expired";
          if (!expired || restarts === mostRestarts) throw error;
          partsBefore += progress?.parts.length ?? 0;
          start = undefined;
          beat(nothing, null);
        }
      }
    }

    async function readOnce(from: Tally & Pick<Progress, "cursor">): Promise<Tally> {
      const { cursor, ...before } = from;
      let tally: Tally = before;
      const folder = { source: table.source, table: table.key, day: pass.day, loadId: pass.loadId };
      const { attempt } = context.info;
      const { store, partBytes } = deps;
      const writer = new PartWriter({ store, folder, fence: pass.fence, attempt, partBytes, partsBefore }, tally.parts);
      const at = cursor === null ? null : await openCursor(deps.sealer, table, cursor);
      for await (const page of deps.reader.pages(requestOf(table, pass, at), context.cancellationSignal)) {
        t0 ||= t0Of(page.serverDate, deps.clock.now());
        if (tally.pages === 0) beat(tally, null);
        refuseMissingFields(table, page.records);
        const sealed = await deps.sealer.sealPage(table, page.records, lookups);
        tally = {
          parts: tally.parts,
          rows: tally.rows + sealed.rows.length,
          misfits: tally.misfits + sealed.misfits,
          erased: tally.erased + sealed.erased,
          pages: tally.pages + 1,
          ...greatestSeen(table, page, tally, pass),
          unknownFields: fieldNames([...tally.unknownFields, ...sealed.unknownFields]),
          missing: tally.missing + page.missing,
        };
        if (!writer.add(sealed.rows)) continue;
        await writer.flush();
        tally = { ...tally, parts: writer.parts };
        if (page.next !== undefined) beat(tally, await keepCursor(deps.sealer, table, page.next));
      }
      await writer.flush();
      return { ...tally, parts: writer.parts };
    }
  };
}

const requestOf = (table: TableSpec, pass: Pass, from: PageCursor | null): PassRequest => ({
  source: table.source,
  table: table.key,
  read: table.read,
  since: pass.since ?? undefined,
  version: pass.version ?? undefined,
  until: pass.until,
  from: from ?? undefined,
});
