import type { Context, MiddlewareHandler } from "hono";
import type { Access } from "./access.ts";
import { messagePage } from "../message-page.ts";
import { languageOf } from "../language.ts";
import { ui } from "../words.ts";
import { allows, type Role } from "./roles.ts";
import type { Session } from "./session.ts";

/** What the guard leaves for pages. */
export type PagesEnv = { Variables: { session: Session } };

/** Let in whoever signed in with one of some roles; forms must carry the token of the session. */
export function guard({ sessions }: Pick<Access, "sessions">, needed: readonly Role[]): MiddlewareHandler<PagesEnv> {
  return async (context, next) => {
    const session = sessions.of(context);
    if (session === undefined) return toLogin(context);
    if (!allows(session.roles, needed)) return messagePage(context, 403, ui.notAllowed);
    if (context.req.method !== "GET" && context.req.method !== "HEAD") {
      const form = await context.req.parseBody();
      if (!sessions.isCsrf(session.id, form["csrf"])) return messagePage(context, 403, ui.formExpired);
    }
    context.set("session", session);
    context.header("Cache-Control", "private, no-cache");
    context.header("Vary", "Cookie, Accept-Language");
    return next();
  };
}

function toLogin(context: Context): Response {
  const { pathname, search } = new URL(context.req.url);
  languageOf(context);
  const to = context.req.method === "GET" ? `${pathname}${search}` : "/dashboards";
  return context.redirect(`/login?${new URLSearchParams({ to }).toString()}`, 303);
}
