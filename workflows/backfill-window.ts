import { ApplicationFailure, CancellationScope, proxyActivities, workflowInfo } from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import type { Landed } from "../activities/extract-pages.ts";
import type { Pass } from "../activities/start-pass.ts";
import { labelOf } from "../core/backfill/window-of.ts";
import type { WindowInput, WindowResult } from "./contracts/backfills.ts";
import { controlOptions, extractOptions, martOptions } from "./contracts/options.ts";
import { countText, rateText } from "./logic/amounts.ts";
import { assetLink } from "./logic/page-link.ts";
import { shortDuration } from "./logic/short-duration.ts";
import { closeTrack } from "./steps/close-track.ts";
import { ingestLanded } from "./steps/ingest-landed.ts";
import { showBoard } from "./steps/show-board.ts";

const control = proxyActivities<Activities>(controlOptions);
const extract = proxyActivities<Activities>(extractOptions);
const ingest = proxyActivities<Activities>(martOptions);

/** One window of a backfill, whole or not at all: cancelled while it is read, nothing was landed; after that it ends. */
export async function backfillWindow(input: WindowInput): Promise<WindowResult> {
  const { asset, window } = input;
  const label = labelOf(window);
  showBoard(`### ${assetLink(asset)} ${label}: ▶ in work`);
  const started = await control.startWindow.executeWithOptions({ summary: `${asset}: ${label}` }, [{ asset, window }]);
  if (started.paused) {
    showBoard(`### ${assetLink(asset)} ${label}: ⏸ skipped, since the asset is paused`);
    return { state: "skipped", rows: 0 };
  }
  const began = Date.now();
  const rows = await worked(input, started.pass);
  const ms = Date.now() - began;
  const told = [`${countText(rows)} rows`, shortDuration(ms), rateText({ rows }, ms)].filter((text) => text !== "");
  showBoard(`### ${assetLink(asset)} ${label}: ✔ ${told.join(", ")}`);
  return { state: "done", rows };
}

async function worked({ window, ...input }: WindowInput, pass: Pass | null): Promise<number> {
  if (window.kind === "days") return rebuilt(input.backfill, input.asset, window.days);
  if (window.kind !== "instants") return closeTrack(window.kind, input);
  return pass === null ? 0 : read({ window, ...input }, pass);
}

const rebuilt = (run: string, mart: string, days: readonly string[]): Promise<number> =>
  CancellationScope.nonCancellable(async () => {
    const summary = `${mart}: ${days.length} days`;
    return (await ingest.rebuildMart.executeWithOptions({ summary }, [{ mart, days, run }])).rows;
  });

async function read(input: WindowInput, pass: Pass): Promise<number> {
  const { asset, window } = input;
  const landed = await extract.extractPages.executeWithOptions({ summary: `${asset}: ${labelOf(window)}` }, [pass]);
  if (!landed.verified) throw unverified(asset, labelOf(window));
  if (landed.parts.length === 0) return 0;
  return CancellationScope.nonCancellable(() => loaded(input, pass, landed));
}

/** Rows in the tables, once the window is landed whole. */
async function loaded(
  { asset, source, backfill, ingestion }: WindowInput,
  pass: Pass,
  landed: Landed,
): Promise<number> {
  const { workflowId, runId } = workflowInfo();
  const manifest = await extract.writeManifest.executeWithOptions(
    { summary: `${asset}: manifest of ${landed.rows} rows` },
    [{ pass, landed, workflowId, runId }],
  );
  const load = { loadId: pass.loadId, manifestKey: manifest.key };
  const { merged } = await ingestLanded({ asset, source }, load, {
    id: backfill,
    input: { job: "backfill", ingestion },
  });
  return merged;
}

const unverified = (asset: string, label: string): ApplicationFailure =>
  ApplicationFailure.nonRetryable(
    `The source told more rows of ${asset}, ${label}, than it gave, twice. Nothing was landed: try the window again.`,
    "backfill.unverified",
  );
