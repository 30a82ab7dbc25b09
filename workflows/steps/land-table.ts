import { proxyActivities, setCurrentDetails, upsertSearchAttributes, workflowInfo } from "@temporalio/workflow";
import type { Activities } from "../../activities/index.ts";
import { attribute } from "../contracts/attributes.ts";
import { controlOptions, extractOptions } from "../contracts/options.ts";
import type { ExtractInput, LandedTable } from "../contracts/runs.ts";
import type { Cursor } from "./acquire-in-turn.ts";

const control = proxyActivities<Activities>(controlOptions);
const extract = proxyActivities<Activities>(extractOptions);

/** One pass under a cursor: pages read, parts put, manifest written, then the landed mark moved. In this order a crash re-reads an overlap and never leaves a gap. */
export async function landTable({ table, full }: ExtractInput, { mark, fence }: Cursor): Promise<LandedTable> {
  const { workflowId, runId } = workflowInfo();
  const pass = await control.startPass.executeWithOptions({ summary: `${table}: decide the pass, fence ${fence}` }, [
    { table, mark, fence, full },
  ]);
  const landed = await extract.extractPages.executeWithOptions(
    { summary: `${table}: ${pass.pass} since ${pass.since ?? pass.version ?? "the beginning"}` },
    [pass],
  );
  const manifest = await extract.writeManifest.executeWithOptions(
    { summary: `${table}: manifest of ${landed.rows} rows` },
    [{ pass, landed, workflowId, runId }],
  );
  const moved = manifest.mark.watermark ?? manifest.mark.version ?? "none";
  await control.advanceCursor.executeWithOptions({ summary: `${table}: mark to ${moved}` }, [
    { table, fence, mark: manifest.mark, loadId: pass.loadId },
  ]);
  upsertSearchAttributes([{ key: attribute.rows, value: landed.rows }]);
  setCurrentDetails(
    `**${table}**: ${landed.rows} rows, ${landed.pages} pages, ${landed.misfits} misfits${landed.beyond > 0 ? `, ${landed.beyond} rows beyond a likely version` : ""}${landed.verified ? "" : ", unverified"}; mark \`${moved}\``,
  );
  return {
    state: "landed",
    loadId: pass.loadId,
    manifestKey: manifest.key,
    rows: landed.rows,
    bytes: landed.parts.reduce((sum, { rawBytes }) => sum + rawBytes, 0),
    misfits: landed.misfits,
    verified: landed.verified,
    newFields: landed.unknownFields,
    pass: pass.pass,
    mark: manifest.mark,
  };
}
