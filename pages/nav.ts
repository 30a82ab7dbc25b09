import type { DeployedGraph } from "../db/declare/graph.ts";
import { addressOf } from "./dashboards/picker.ts";
import type { About } from "./dashboards/ask-kpi.ts";
import type { NavLink } from "./layout.ts";
import { allows } from "./login/roles.ts";
import type { Session } from "./login/session.ts";
import { ui } from "./words.ts";

/** Links of the pages that somebody may see; those of dashboards keep what was picked. */
export function navOf({ dashboards }: Pick<DeployedGraph, "dashboards">, about?: About): readonly NavLink[] {
  return dashboards.pages.map(({ key, title }) => ({
    path: about === undefined ? `/dashboards/${key}` : addressOf(key, about),
    title,
  }));
}

/** The link to the operators' pages, for whoever may see them. */
export const operatorNavOf = ({ roles }: Pick<Session, "roles">): readonly NavLink[] =>
  allows(roles, ["operator"]) ? [{ path: "/operate/catalogue", title: ui.operate }] : [];
