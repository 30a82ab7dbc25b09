import { Context } from "@temporalio/activity";
import { pick } from "../core/cast/pick.ts";
import { castValue } from "../core/cast/cast-value.ts";
import type { ApiRecord } from "../core/landed-row.ts";
import type { PartInfo } from "../core/manifest.ts";
import type { Page, PageCursor, PassRequest } from "../core/ports/source-reader.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import type { ActivityDeps } from "./deps.ts";
import { keepAlive } from "./keep-alive.ts";
import { createLookups } from "./load-lookups.ts";
import { PartWriter } from "./part-writer.ts";
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
  readonly t0: string;
  readonly elapsedMs: number;
  readonly unknownFields: readonly string[];
  readonly verified: boolean;
};

/** What the heartbeat carries: written after a part was put, never between. */
type Progress = Omit<Landed, "elapsedMs" | "verified"> & {
  readonly startedAt: string;
  readonly cursor: PageCursor;
  readonly read: number;
};

type ExtractDeps = Pick<ActivityDeps, "graph" | "reader" | "sealer" | "store" | "clock" | "lookups" | "partBytes">;

/**
 * Read a pass page by page, seal, land parts. A killed worker's next attempt resumes at the page after its last part.
 * A total that the API tells and the pass misses repeats the pass once, then marks it unverified.
 */
export function createExtractPages(deps: ExtractDeps) {
  const lookupsOf = createLookups(deps);
  return async function extractPages(pass: Pass): Promise<Landed> {
    const table = tableOf(deps.graph, pass.table);
    const lookups = await lookupsOf(table);
    const resumed: Progress | undefined = Context.current().info.heartbeatDetails;
    const first = await readPass(resumed);
    return first.verified ? first : readPass(undefined);

    async function readPass(from: Progress | undefined): Promise<Landed> {
      const context = Context.current();
      const startedAt = from?.startedAt ?? new Date().toISOString();
      const writer = new PartWriter(
        {
          store: deps.store,
          folder: { source: table.source, table: table.key, day: pass.day, loadId: pass.loadId },
          fence: pass.fence,
          attempt: context.info.attempt,
          partBytes: deps.partBytes,
        },
        from?.parts ?? [],
      );
      let { rows, misfits, erased, pages, maxSeen, maxVersion, t0, read } = from ?? {
        rows: 0,
        misfits: 0,
        erased: 0,
        pages: 0,
        maxSeen: null,
        maxVersion: null,
        t0: "",
        read: 0,
      };
      let told: number | undefined;
      const unknown = new Set(from?.unknownFields);
      let progress: Progress | undefined = from;
      using _beat = keepAlive(() => context.heartbeat(progress));
      for await (const page of deps.reader.pages(requestOf(table, pass, from?.cursor), context.cancellationSignal)) {
        t0 ||= page.serverDate ?? deps.clock.now().toISOString();
        told ??= page.total;
        const sealed = await deps.sealer.sealPage(table, page.records, lookups);
        for (const field of sealed.unknownFields) unknown.add(field);
        ({ maxSeen, maxVersion } = greatest(table, page.records, { maxSeen, maxVersion }));
        pages++;
        read += page.records.length;
        misfits += sealed.misfits;
        erased += sealed.erased;
        rows += sealed.rows.length;
        if (!writer.add(sealed.rows)) continue;
        await writer.flush();
        if (page.next !== undefined)
          progress = {
            parts: writer.parts,
            rows,
            misfits,
            erased,
            pages,
            maxSeen,
            maxVersion,
            t0,
            unknownFields: [...unknown],
            startedAt,
            cursor: page.next,
            read,
          };
        context.heartbeat(progress);
      }
      await writer.flush();
      const elapsedMs = Date.now() - Date.parse(startedAt);
      return {
        parts: writer.parts,
        rows,
        misfits,
        erased,
        pages,
        maxSeen,
        maxVersion,
        t0: t0 || deps.clock.now().toISOString(),
        elapsedMs,
        unknownFields: [...unknown],
        verified: told === undefined || read >= told || pass.since !== null,
      };
    }
  };
}

const requestOf = (table: TableSpec, pass: Pass, from: PageCursor | undefined): PassRequest => ({
  source: table.source,
  table: table.key,
  read: table.read,
  since: pass.since ?? undefined,
  version: pass.version ?? undefined,
  until: pass.until,
  from,
});

type Greatest = { readonly maxSeen: string | null; readonly maxVersion: string | null };

/** The greatest cursor value written by the server; values that do not cast are left to the misfit rules. */
function greatest(table: TableSpec, records: Page["records"], known: Greatest): Greatest {
  const column = table.columns.find((candidate) => candidate.cursor);
  if (column === undefined) return known;
  let { maxSeen, maxVersion } = known;
  for (const record of records) {
    const text = cursorText(column.from[0] ?? "", column.type, record);
    if (text === undefined) continue;
    if (column.type.kind === "instant") maxSeen = maxSeen === null || text > maxSeen ? text : maxSeen;
    else maxVersion = maxVersion === null || BigInt(text) > BigInt(maxVersion) ? text : maxVersion;
  }
  return { maxSeen, maxVersion };
}

function cursorText(path: string, type: TableSpec["columns"][number]["type"], record: ApiRecord): string | undefined {
  const cast = castValue(type, pick(record, path));
  return cast.ok && cast.value !== null ? String(cast.value) : undefined;
}
