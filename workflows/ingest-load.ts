import { proxyActivities, setCurrentDetails, upsertSearchAttributes } from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import { attribute } from "./contracts/attributes.ts";
import { controlOptions, extractOptions, ingestOptions } from "./contracts/options.ts";
import type { IngestInput, IngestResult } from "./contracts/runs.ts";

const control = proxyActivities<Activities>(controlOptions);
const sealing = proxyActivities<Activities>(extractOptions);
const ingest = proxyActivities<Activities>(ingestOptions);

/** Bring one landed load into its table: gate, stage under the throttle, merge in slices, finish with a balance. */
export async function ingestLoad(input: IngestInput): Promise<IngestResult> {
  const manifestKey =
    input.object.kind === "foreign"
      ? (
          await sealing.sealForeign({
            key: input.object.key,
            etag: input.object.etag,
            table: input.table,
            loadId: input.loadId,
          })
        ).manifestKey
      : input.object.key;
  const opened = await ingest.openLoad.executeWithOptions({ summary: `${input.table}: gate and open` }, [
    { manifestKey },
  ]);
  if (opened.state === "open") {
    for (const part of opened.parts) {
      setCurrentDetails(
        `**${input.table}** \`${input.loadId}\`: part ${part.part} of ${opened.parts.length}, ${part.rows} rows`,
      );
      await ingest.stagePart.executeWithOptions(
        { summary: `${input.table}: stage part ${part.part}, ${part.rows} rows` },
        [{ manifestKey, ...part }],
      );
    }
    for (const part of opened.parts)
      await ingest.mergePart.executeWithOptions({ summary: `${input.table}: merge part ${part.part}` }, [
        { manifestKey, ...part },
      ]);
  }
  const done = await ingest.finishLoad.executeWithOptions({ summary: `${input.table}: balance and mark` }, [
    { manifestKey },
  ]);
  await control.reportLoaded({ table: input.table, loadId: done.loadId });
  upsertSearchAttributes([{ key: attribute.rows, value: done.merged }]);
  setCurrentDetails(
    `**${input.table}** \`${done.loadId}\`: ${done.merged} merged, ${done.unchanged} unchanged, ${done.superseded} superseded, ${done.quarantined} quarantined`,
  );
  return done;
}
