import {
  ApplicationFailure,
  CancellationScope,
  isCancellation,
  patched,
  proxyActivities,
  workflowInfo,
} from "@temporalio/workflow";
import type { Activities } from "../../activities/index.ts";
import type { Reread } from "../../activities/rereads.ts";
import type { PlanStep } from "../../core/graph/plan.ts";
import { extractOptions, martOptions, rereadOptions } from "../contracts/options.ts";
import type { LandedTable, StepOutcome } from "../contracts/runs.ts";
import { refusalCode } from "../logic/refusal-code.ts";
import { rootMessage } from "../logic/root-message.ts";
import { ingestLanded } from "./ingest-landed.ts";
import type { RunOfStep } from "./walk-step.ts";

const reading = proxyActivities<Activities>(rereadOptions);
const landing = proxyActivities<Activities>(extractOptions);
const judging = proxyActivities<Activities>(martOptions);

/** What a step needs to know of the table's own pass tonight, and the share of history that is due; absent in histories of before there was any. */
type Tonight = Pick<LandedTable, "mark"> & { readonly reread?: Reread | null };

/** Read the share of a table's history that is due again, and merge what no pass brought. A source that fails costs the night's share only; drift that is refused fails the step. */
export async function rereadHistory(
  step: PlanStep,
  outcome: StepOutcome,
  { reread, mark }: Tonight,
  run: RunOfStep,
): Promise<StepOutcome> {
  if (reread === null || reread === undefined) return outcome;
  try {
    const { rows, detail } = await readAgain(step, { reread, mark }, run);
    if (detail === null) return outcome;
    return {
      ...outcome,
      ...(rows > 0 && { state: "done" }),
      rows: outcome.rows + rows,
      detail: `${outcome.detail}, ${detail}`,
    };
  } catch (error) {
    if (isCancellation(error) && CancellationScope.current().consideredCancelled) throw error;
    if (isRefused(error)) throw error;
    return { ...outcome, detail: `${outcome.detail}, history not read again: ${rootMessage(error)}` };
  }
}

type Found = { readonly rows: number; readonly detail: string | null };

async function readAgain(
  step: PlanStep,
  { reread, mark }: Tonight & { readonly reread: Reread },
  run: RunOfStep,
): Promise<Found> {
  const { asset } = step;
  const { pass, until } = reread;
  const span = pass.since === null ? "everything" : `${pass.since} to ${until}`;
  const landed = await reading.extractPages.executeWithOptions({ summary: `${asset}: again ${span}` }, [pass]);
  if (!landed.verified) return { rows: 0, detail: "history not read again: unverified" };
  const through = mark.watermark ?? null;
  const found = await judging.judgeReread.executeWithOptions({ summary: `${asset}: compare ${landed.rows} rows` }, [
    { reread, landed, through },
  ]);
  if (found.differing + found.missing === 0) return { rows: 0, detail: null };
  const { workflowId, runId } = workflowInfo();
  const manifest = await landing.writeManifest.executeWithOptions(
    { summary: `${asset}: manifest of ${landed.rows} rows read again` },
    [{ pass, landed, workflowId, runId }],
  );
  const keep = (refused: string | null): Promise<void> =>
    judging.keepReread.executeWithOptions({ summary: `${asset}: drift` }, [
      { reread, rows: landed.rows, ...found, refused },
    ]);
  // Runs that were on their way when it began to be kept after its load go on as they began.
  const isKeptAfter = patched("rereadHistory-20261128-after");
  if (!isKeptAfter) await keep(null);
  const { merged } = await ingestLanded(step, { loadId: pass.loadId, manifestKey: manifest.key }, run).catch(
    async (error: unknown) => {
      if (isKeptAfter && refusalCode(error) !== undefined) await keep(rootMessage(error));
      throw error;
    },
  );
  if (isKeptAfter) await keep(null);
  return {
    rows: merged,
    detail: `${found.differing} differed and ${found.missing} were missing in history read again`,
  };
}

const isRefused = (error: unknown): boolean =>
  error instanceof Error && error.cause instanceof ApplicationFailure && error.cause.type === "drift.too-much";
