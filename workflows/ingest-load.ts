import { CancellationScope, proxyActivities, upsertSearchAttributes } from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import { foreignFolder } from "../core/foreign-folder.ts";
import { atMost } from "../core/at-most.ts";
import { manifestKey } from "../core/load-keys.ts";
import { attribute } from "./contracts/attributes.ts";
import { controlOptions, extractOptions, ingestOptions, ingestOptionsOf, martOptions } from "./contracts/options.ts";
import type { IngestInput, IngestResult } from "./contracts/runs.ts";
import { createLoadMeter } from "./logic/load-meter.ts";
import { loadBoard, loadedBoard, refusedBoard } from "./logic/load-board.ts";
import { fewAtOnce } from "./logic/few-at-once.ts";
import { refusalCode } from "./logic/refusal-code.ts";
import { showBoard } from "./steps/show-board.ts";

const control = proxyActivities<Activities>(controlOptions);
const sealing = proxyActivities<Activities>(extractOptions);
const checking = proxyActivities<Activities>(martOptions);
const ingest = proxyActivities<Activities>(ingestOptions);

/** Parts of one load in work at once: one is merged while the next is staged and another one is read. A worker stages one part of a load at a time. */
export const partsAtOnce = { work: 3, stage: 2, merge: 1 } as const;

/** Bring one landed load into its table: gate, stage parts under the throttle, merge each in slices while the next ones are staged, finish with a balance. A load that is not what it says is refused in the ledger. */
export async function ingestLoad(input: IngestInput): Promise<IngestResult> {
  try {
    return await ingested(input);
  } catch (error) {
    const code = refusalCode(error);
    if (code !== undefined) await CancellationScope.nonCancellable(() => refuse(input, code));
    throw error;
  }
}

async function ingested(input: IngestInput): Promise<IngestResult> {
  const { table, loadId, object } = input;
  const began = Date.now();
  if (object.kind === "foreign")
    await sealing.sealForeign.executeWithOptions({ summary: `${table}: seal a dropped object` }, [
      { key: object.key, etag: object.etag, table, loadId },
    ]);
  const manifest = manifestOf(input);
  const opened = await ingest.openLoad.executeWithOptions({ summary: `${table}: gate and open` }, [
    { manifestKey: manifest, ...(input.misfits && { misfits: input.misfits }) },
  ]);
  const meter = createLoadMeter(opened.parts);
  const show = (): void => showBoard(loadBoard({ table, loadId, ...meter.now(), ms: Date.now() - began }));
  if (opened.state === "open") {
    const [staging, merging] = [atMost(partsAtOnce.stage), atMost(partsAtOnce.merge)];
    await fewAtOnce(opened.parts, partsAtOnce.work, async (part) => {
      const request = [{ manifestKey: manifest, ...part }] as const;
      const options = ingestOptionsOf(part.rawBytes);
      show();
      const stage = `${table}: stage part ${part.part}, ${part.rows} rows`;
      await staging(() => ingest.stagePart.executeWithOptions({ ...options, summary: stage }, [...request]));
      meter.staged();
      show();
      const merge = `${table}: merge part ${part.part}`;
      await merging(() => ingest.mergePart.executeWithOptions({ ...options, summary: merge }, [...request]));
      meter.merged(part);
      show();
    });
  }
  const done = await ingest.finishLoad.executeWithOptions({ summary: `${table}: balance and mark` }, [
    { manifestKey: manifest },
  ]);
  await control.reportLoaded.executeWithOptions({ summary: `${table}: tell the entity` }, [
    { table, loadId: done.loadId },
  ]);
  // A run checks its tables after their reconciliation; these loads come without one.
  if (object.kind === "foreign" || input.misfits === "judged")
    await checking.checkTable.executeWithOptions({ summary: `${table}: checks` }, [{ table, cause: done.loadId }]);
  upsertSearchAttributes([
    { key: attribute.rows, value: done.merged },
    { key: attribute.quarantined, value: done.quarantined },
  ]);
  showBoard(loadedBoard(done, { bytes: meter.now().bytes, ms: Date.now() - began }));
  return done;
}

const manifestOf = ({ table, loadId, object }: IngestInput): string =>
  object.kind === "foreign" ? manifestKey(foreignFolder(table, loadId)) : object.key;

async function refuse(input: IngestInput, code: string): Promise<void> {
  await control.refuseLoad({
    table: input.table,
    loadId: input.loadId,
    manifestKey: manifestOf(input),
    code,
  });
  showBoard(refusedBoard(input.table, input.loadId, code));
}
