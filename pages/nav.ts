import type { DeployedGraph } from "../db/declare/graph.ts";
import { addressOf } from "./dashboards/picker.ts";
import type { About } from "./dashboards/ask-kpi.ts";
import type { NavLink } from "./layout.ts";

/** Links of the pages that somebody may see; those of dashboards keep what was picked. */
export function navOf({ dashboards }: Pick<DeployedGraph, "dashboards">, about?: About): readonly NavLink[] {
  return dashboards.pages.map(({ key, title }) => ({
    path: about === undefined ? `/dashboards/${key}` : addressOf(key, about),
    title,
  }));
}
