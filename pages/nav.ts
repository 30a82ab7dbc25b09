import type { DeployedGraph } from "../db/declare/graph.ts";
import { addressOf } from "./dashboards/picker.ts";
import type { About } from "./dashboards/ask-kpi.ts";
import type { NavLink } from "./layout.ts";
import { allows, registerReaders } from "./login/roles.ts";
import type { Session } from "./login/session.ts";
import { registerPath } from "./operate/register-page.ts";
import { words } from "./operate/words.ts";
import { ui } from "./words.ts";

/** Links of the pages that somebody may see; those of dashboards keep what was picked. */
export function navOf({ dashboards }: Pick<DeployedGraph, "dashboards">, about?: About): readonly NavLink[] {
  return dashboards.pages.map(({ key, title }) => ({
    path: about === undefined ? `/dashboards/${key}` : addressOf(key, about),
    title,
  }));
}

/** The link to the operators' pages, or to the one of them that a privacy officer sees, for whoever may see it. */
export function operatorNavOf({ roles }: Pick<Session, "roles">): readonly NavLink[] {
  if (allows(roles, ["operator"])) return [{ path: "/operate/catalogue", title: ui.operate }];
  return allows(roles, registerReaders) ? [{ path: registerPath, title: words.register }] : [];
}
