import type { Mark } from "../core/manifest.ts";
import type { ActivityDeps } from "./deps.ts";
import { isPaused } from "./is-paused.ts";
import { tableOf } from "./tables.ts";

/** How a table stands that is looked after without a pass: held by operators, never landed, or landed through a mark. */
export type Upkeep = { readonly kind: "paused" | "empty" } | { readonly kind: "landed"; readonly mark: Mark };

type Deps = Pick<ActivityDeps, "graph"> & {
  readonly database: Pick<ActivityDeps["database"], "mirror" | "assetControl">;
  readonly entities: Pick<ActivityDeps["entities"], "isPaused">;
};

/** What a run that reads nothing new has to know of a table. */
export const createUpkeepOf = (deps: Deps) =>
  async function upkeepOf({ table: key }: { readonly table: string }): Promise<Upkeep> {
    const { filter } = tableOf(deps.graph, key).read;
    if (await isPaused(deps, key)) return { kind: "paused" };
    const mirror = await deps.database.mirror(key);
    if (mirror?.materialisationId == null) return { kind: "empty" };
    const { landedThrough } = mirror;
    if (landedThrough === null) return { kind: "landed", mark: {} };
    return {
      kind: "landed",
      mark: filter.kind === "version" ? { version: landedThrough } : { watermark: landedThrough },
    };
  };
