import type { AssetGraph } from "../graph/asset-graph.ts";
import { SillageError } from "../errors.ts";
import type { RunRecord, RunStep } from "../ports/runs.ts";

/** What a run that is done again works on. `removed` are assets that its graph had and today's has not. */
export type Redo = { readonly assets: readonly string[]; readonly removed: readonly string[] };

type Ended = Pick<RunRecord, "id" | "assets" | "endedAt"> & { readonly state: string };
type Kept = { readonly run: Ended; readonly steps: readonly Pick<RunStep, "asset" | "state">[] };

/**
 * What doing a run again takes: all its assets, or with `from: "failure"` those that failed, were skipped or never came
 * to an end, and those of its assets that come after them. Throws `run.going`, `run.nothing-to-redo`, `run.assets-removed`.
 */
export function redo(graph: AssetGraph, { run, steps }: Kept, from: "beginning" | "failure"): Redo {
  if (run.endedAt === null) throw going(run.id);
  const wanted = from === "beginning" ? run.assets : left(graph, run, steps);
  if (wanted.length === 0) throw nothing(run);
  const known = new Set(graph.assets.map(({ key }) => key));
  const assets = wanted.filter((asset) => known.has(asset));
  const removed = wanted.filter((asset) => !known.has(asset));
  if (assets.length === 0) throw allRemoved(run.id, removed);
  return { assets, removed };
}

/** Assets of a run that did not end well, and those of it that come after them today. Of one that succeeded all did, whose steps may be kept no longer. */
function left(graph: AssetGraph, { state, assets }: Ended, steps: Kept["steps"]): readonly string[] {
  if (state === "succeeded") return [];
  const well = new Set(
    steps.filter(({ state }) => state !== "failed" && state !== "skipped").map(({ asset }) => asset),
  );
  const again = new Set(assets.filter((asset) => !well.has(asset)));
  const inRun = new Set(assets);
  // In the graph's order, whatever comes before an asset was looked at before it.
  for (const { key } of graph.assets)
    if (inRun.has(key) && graph.upstream(key).some((dep) => again.has(dep))) again.add(key);
  return assets.filter((asset) => again.has(asset));
}

const going = (id: string): SillageError =>
  new SillageError({
    code: "run.going",
    message: `${id} still goes on.`,
    fix: "Wait for its end, or cancel it in the Temporal Web UI; then run it again.",
  });

function nothing({ id, assets }: Ended): SillageError {
  const why = assets.length === 0 ? "was never planned" : "left nothing to do again";
  return new SillageError({
    code: "run.nothing-to-redo",
    message: `${id} ${why}.`,
    fix: "Start another one with `sillage run`, or leave --from-failure out to do all of it again.",
  });
}

const allRemoved = (id: string, removed: readonly string[]): SillageError =>
  new SillageError({
    code: "run.assets-removed",
    message: `What ${id} left is in the graph no longer: ${removed.join(", ")}.`,
    fix: "There is nothing to do again; `sillage assets list` names what there is.",
  });
