import { proxyActivities, upsertSearchAttributes, workflowInfo } from "@temporalio/workflow";
import type { Activities } from "../../activities/index.ts";
import { markText } from "../../core/watermark/mark-text.ts";
import { attribute } from "../contracts/attributes.ts";
import { controlOptions, extractOptions } from "../contracts/options.ts";
import type { ExtractInput, LandedTable } from "../contracts/runs.ts";
import { passBoard, readingBoard } from "../logic/pass-board.ts";
import type { Cursor } from "./acquire-in-turn.ts";
import { moveMark } from "./move-mark.ts";
import { showBoard } from "./show-board.ts";

const control = proxyActivities<Activities>(controlOptions);
const extract = proxyActivities<Activities>(extractOptions);

/** One pass under a cursor: pages read, parts put, manifest written, then the landed mark moved, and the cursor given back with it where it is asked for at once. In this order a crash re-reads an overlap and never leaves a gap. */
export async function landTable({ table, full, cursors }: ExtractInput, { mark, fence }: Cursor): Promise<LandedTable> {
  const { workflowId, runId } = workflowInfo();
  const pass = await control.startPass.executeWithOptions({ summary: `${table}: decide the pass, fence ${fence}` }, [
    { table, mark, fence, full },
  ]);
  const since = pass.since ?? pass.version ?? "the beginning";
  showBoard(readingBoard(table, pass.pass, since, fence));
  const landed = await extract.extractPages.executeWithOptions({ summary: `${table}: ${pass.pass} since ${since}` }, [
    pass,
  ]);
  const manifest = await extract.writeManifest.executeWithOptions(
    { summary: `${table}: manifest of ${landed.rows} rows` },
    [{ pass, landed, workflowId, runId }],
  );
  const moved = markText(manifest.mark) ?? "none";
  await moveMark(cursors, { table, fence, mark: manifest.mark, loadId: pass.loadId });
  upsertSearchAttributes([{ key: attribute.rows, value: landed.rows }]);
  const bytes = landed.parts.reduce((sum, { rawBytes }) => sum + rawBytes, 0);
  showBoard(passBoard({ table, loadId: pass.loadId, ...landed, bytes, ms: landed.elapsedMs, mark: `\`${moved}\`` }));
  return {
    state: "landed",
    loadId: pass.loadId,
    manifestKey: manifest.key,
    rows: landed.rows,
    bytes,
    misfits: landed.misfits,
    verified: landed.verified,
    newFields: landed.unknownFields,
    pass: pass.pass,
    mark: manifest.mark,
  };
}
