import { Context } from "@temporalio/activity";
import { SillageError } from "../core/errors.ts";
import { freeBuffer } from "../core/free-buffer.ts";
import type { LandedRow } from "../core/landed-row.ts";
import type { Manifest } from "../core/manifest.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import { lineEnds } from "./line-ends.ts";
import type { ActivityDeps } from "./deps.ts";
import { keepAlive } from "./keep-alive.ts";
import { readManifest } from "./manifests.ts";
import type { PartRef } from "./open-load.ts";
import { parseLine } from "./parse-line.ts";
import { partOf } from "./part-of.ts";
import { readPart } from "./read-part.ts";
import { StagingWriter, type PartLine } from "./staging-writer.ts";
import { tableOf } from "./tables.ts";
import { stagingTurns } from "./staging-turns.ts";
import { rowCaster, type Staged } from "./to-staged-row.ts";

/** What staging needs. */
export type StageDeps = Pick<ActivityDeps, "graph" | "store" | "database" | "gate" | "zone">;

/** Read one part and stage it in throttled batches, in its load's turn; a retry goes on where staging is whole. Throws `load.clear-personal`, `load.altered`, `store.missing`. */
export const createStagePart = (deps: StageDeps) => {
  const inTurn = stagingTurns();
  return async function stagePart(request: PartRef & { readonly manifestKey: string }): Promise<void> {
    const { manifest } = await readManifest(deps.store, request.manifestKey);
    await ensureStaged(deps, manifest, request.part, (work) => inTurn(manifest.loadId, work));
  };
};

/** When what was read is staged. */
type Turn = (work: () => Promise<void>) => Promise<void>;

/** Bring a part into staging whole, once it was compared with its manifest. */
export async function ensureStaged(
  deps: StageDeps,
  manifest: Manifest,
  part: number,
  inTurn: Turn = (work) => work(),
): Promise<void> {
  const context = Context.current();
  const info = partOf(manifest, part);
  const progress = { part, line: 0, rows: info.rows };
  using _beat = keepAlive(() => context.heartbeat(progress));
  const lines = await readPart(deps.store, info, context.cancellationSignal);
  const table = tableOf(deps.graph, manifest.table);
  const target = { table, loadId: manifest.loadId, part, read: lineReader(deps, table, manifest, part, lines) };
  const writer = new StagingWriter(deps.database, target, context.cancellationSignal);
  try {
    await inTurn(async () => {
      const through = await deps.database.stagedThrough(table, manifest.loadId, part);
      if (through < info.rows) await stageLines(writer, lines, through, progress);
    });
    // Behind its turn: the next part is begun while the last lines of this one are on their way.
  } finally {
    await writer.written().finally(() => freeBuffer(lines));
  }
}

async function stageLines(writer: StagingWriter, lines: Buffer, through: number, progress: { line: number }) {
  await writer.ready();
  let from = 0;
  for (const end of lineEnds(lines)) {
    const [line, bytes] = [++progress.line, end - from];
    if (line > through) {
      if (writer.isFull(bytes)) await writer.flush();
      writer.add({ line, from, bytes });
    }
    from = end + 1;
  }
  await writer.flush();
}

function lineReader(
  deps: StageDeps,
  table: TableSpec,
  manifest: Manifest,
  part: number,
  lines: Buffer,
): (line: PartLine) => Staged {
  const info = partOf(manifest, part);
  const cast = rowCaster(table, deps.zone, manifest);
  return ({ line, from, bytes }) => {
    const landed = parseLine(info, lines.toString("utf8", from, from + bytes), line);
    refuseClear(deps, table, manifest, landed, line);
    return cast(landed, line);
  };
}

function refuseClear(deps: StageDeps, table: TableSpec, manifest: Manifest, landed: LandedRow, line: number): void {
  const why = deps.gate(table, landed);
  if (why !== undefined)
    throw new SillageError({
      code: "load.clear-personal",
      message: `Line ${line} of the load ${manifest.loadId} of ${table.key} is refused: ${why}.`,
      fix: "Nothing of its part was merged. Drop foreign files under inbox/<table>/, where they are sealed first.",
    });
}
