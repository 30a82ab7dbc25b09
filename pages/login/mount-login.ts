import { randomBytes } from "node:crypto";
import type { Context, Hono } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { messagePage } from "../message-page.ts";
import { ui } from "../words.ts";
import type { Access } from "./access.ts";
import { finishAtIssuer, toIssuer } from "./issuer-login.ts";
import { loginPage } from "./login-page.ts";
import { checkPassphrase } from "./passphrase.ts";
import { returnTo } from "./return-to.ts";

/** Mount signing in and out: `/login`, `/login/issuer`, `/login/callback`, `/login/passphrase`, `/logout`. */
export function mountLogin(app: Hono, access: Access, report: (line: string) => void): void {
  const isPassphrase = checkPassphrase(access.passphrase);
  const visitOf = visits(access);
  app.get("/login", (context) => {
    context.header("Cache-Control", "no-store");
    const to = returnTo(context.req.query("to"));
    if (access.sessions.of(context) !== undefined) return context.redirect(to, 303);
    return loginPage(context, access, { to, csrf: access.sessions.csrfOf(visitOf(context)) });
  });
  app.post("/login/passphrase", async (context) => {
    const form = await context.req.parseBody();
    const visit = visitOf(context);
    const to = returnTo(form["to"]);
    if (!access.sessions.isCsrf(visit, form["csrf"])) return messagePage(context, 403, ui.formExpired);
    const found = isPassphrase(form["passphrase"], Date.now());
    if (found === "yes") {
      access.sessions.begin(context, { subject: "local", name: "local", roles: ["admin", "privacy-officer"] });
      return context.redirect(to, 303);
    }
    context.status(found === "wait" ? 429 : 403);
    const wrong = found === "wait" ? ui.tooMany : ui.wrongPassphrase;
    return loginPage(context, access, { to, csrf: access.sessions.csrfOf(visit), wrong });
  });
  app.get("/login/issuer", (context) => toIssuer(context, access, report));
  app.get("/login/callback", (context) => finishAtIssuer(context, access, report));
  app.post("/logout", async (context) => {
    const session = access.sessions.of(context);
    const form = await context.req.parseBody();
    if (session !== undefined && !access.sessions.isCsrf(session.id, form["csrf"]))
      return messagePage(context, 403, ui.formExpired);
    access.sessions.end(context);
    return context.redirect("/login", 303);
  });
}

/** What the form of somebody without a session is tied to: a random id in a signed cookie. */
function visits({ sessions: { signer, cookie } }: Access): (context: Context) => string {
  const name = "sillage_visit";
  return (context) => {
    const known = signer.open("visit", getCookie(context, name));
    if (typeof known === "object" && known !== null) {
      const id: unknown = Reflect.get(known, "id");
      if (typeof id === "string") return id;
    }
    const id = randomBytes(18).toString("base64url");
    setCookie(context, name, signer.sign("visit", { id }), { ...cookie, sameSite: "Strict" });
    return id;
  };
}
