import { SillageError } from "../core/errors.ts";
import type { AssetGraph } from "../core/graph/asset-graph.ts";
import { selectAssets } from "../core/graph/selection.ts";
import type { AssetMirror } from "../core/ports/database.ts";
import { workflowId } from "../workflows/contracts/ids.ts";
import type { RunningRun } from "./status/running-runs.ts";

/** The job of the first extraction. */
export const initialJob = "initial";

/** What is known of an initial extraction: runs on their way, marks of tables. */
export type InitialFacts = {
  readonly runs: readonly Pick<RunningRun, "id">[];
  readonly mirrors: readonly Pick<AssetMirror, "asset" | "loadedThrough">[];
};

/** What an initial extraction has left to do. `selection` is null for the whole job, else the tables without a mark and the marts. */
export type InitialWork =
  | { readonly kind: "goes-on"; readonly id: string }
  | { readonly kind: "left"; readonly tables: readonly string[]; readonly selection: string | null }
  | { readonly kind: "made"; readonly tables: number };

/** Where the initial extraction stands: a run of it goes on, some tables have no mark yet, or all have one. */
export function initialWork(graph: AssetGraph, { runs, mirrors }: InitialFacts): InitialWork {
  const going = runs.find(({ id }) => id.startsWith(workflowId.run(initialJob, "")));
  if (going !== undefined) return { kind: "goes-on", id: going.id };
  const assets = selectAssets(graph, graph.spec.jobs.find((job) => job.name === initialJob)?.select ?? "*");
  const tables = assets.filter((key) => graph.asset(key).kind === "table");
  const marked = new Set(mirrors.filter((mirror) => mirror.loadedThrough !== null).map((mirror) => mirror.asset));
  const left = tables.filter((key) => !marked.has(key));
  if (left.length === 0) return { kind: "made", tables: tables.length };
  const again = assets.filter((key) => left.includes(key) || graph.asset(key).kind === "mart");
  return { kind: "left", tables: left, selection: left.length === tables.length ? null : again.join(" or ") };
}

/** What a second initial extraction is refused with. */
export const alreadyInitial = (tables: number): SillageError =>
  new SillageError({
    code: "run.already-initial",
    message: `The initial extraction was made: all of its ${tables} tables have marks.`,
    fix: "Run `sillage run nightly` for what changed, or `sillage run initial --full` to read everything again (merging twice is harmless).",
  });
