import type { Context } from "hono";
import { html } from "hono/html";
import type { ApiDeps } from "../api/deps.ts";
import { languageOf } from "./language.ts";
import { layout, type NavLink } from "./layout.ts";
import type { Access } from "./login/access.ts";
import { allows } from "./login/roles.ts";
import type { Session } from "./login/session.ts";
import { navOf, operatorNavOf } from "./nav.ts";
import { ui } from "./words.ts";

/** Answer with the entry: what whoever asks may see, or the way to sign in. */
export function homePage(
  context: Context,
  { deployed, temporalUi }: Pick<ApiDeps, "deployed" | "temporalUi">,
  { sessions }: Pick<Access, "sessions">,
): Response | Promise<Response> {
  const language = languageOf(context);
  const session = sessions.of(context);
  const nav = session === undefined ? [] : seenBy(session, deployed);
  const links: readonly NavLink[] = [
    ...(session === undefined ? [{ path: "/login?to=/", title: ui.signIn }] : nav),
    { path: "/docs", title: ui.apiDocs },
    { path: "/openapi.json", title: ui.apiDocument },
    ...(temporalUi !== undefined && session !== undefined && allows(session.roles, ["operator"])
      ? [{ path: temporalUi, title: ui.temporal }]
      : []),
  ];
  const body = html`<h1>Sillage</h1>
    <ul class="home">
      ${links.map(({ path, title }) => html`<li><a href="${path}">${title[language]}</a></li>`)}
    </ul>`;
  context.header("Cache-Control", "private, no-cache");
  context.header("Vary", "Cookie, Accept-Language");
  const csrf = session === undefined ? "" : sessions.csrfOf(session.id);
  return context.html(
    layout({ language, title: ui.home[language], at: new URL(context.req.url), session, csrf, nav, body }),
  );
}

const seenBy = (session: Session, deployed: ApiDeps["deployed"]): readonly NavLink[] => [
  ...(allows(session.roles, ["viewer"]) ? navOf(deployed) : []),
  ...operatorNavOf(session),
];
