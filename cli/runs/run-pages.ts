import type { RunStep } from "../../core/ports/runs.ts";
import type { AssetSpec } from "../../core/spec/asset.ts";
import { workflowId } from "../../workflows/contracts/ids.ts";
import type { RunDetail } from "./read-runs.ts";

/** A run with its pages in the Web UI; null where no Web UI is known, or where a step started no workflow. */
export type PagedRun = Omit<RunDetail, "steps"> & {
  readonly page: string | null;
  readonly steps: readonly (RunStep & { readonly page: string | null })[];
};

/** Add a run's pages and those of its steps, in the Web UI at `base`. */
export const runPages = (
  detail: RunDetail,
  assets: readonly AssetSpec[],
  { base, namespace }: { readonly base: string | undefined; readonly namespace: string },
): PagedRun => {
  const pageOf = (workflow: string): string | null =>
    base === undefined ? null : `${base}/namespaces/${namespace}/workflows/${encodeURIComponent(workflow)}`;
  const marts = new Set(assets.filter(({ kind }) => kind === "mart").map(({ key }) => key));
  const { id } = detail.run;
  return {
    ...detail,
    page: pageOf(id),
    steps: detail.steps.map((step) => ({
      ...step,
      page: step.state === "skipped" ? null : pageOf(workflowOf(id, step.asset, marts)),
    })),
  };
};

const workflowOf = (run: string, asset: string, marts: ReadonlySet<string>): string =>
  marts.has(asset) ? workflowId.mart(run, asset) : workflowId.extract(run, asset);
