import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { describeError } from "../../core/describe-error.ts";
import { messagePage } from "../message-page.ts";
import { ui } from "../words.ts";
import type { Access } from "./access.ts";
import type { Begun } from "./oidc.ts";
import { returnTo } from "./return-to.ts";

const cookieName = "sillage_login";
const lastsSeconds = 600;
/** Subjects that the audit can name, as those of access tokens. */
const nameable = /^[\x21-\x7E]{1,90}$/;
type Kept = { readonly begun: Begun; readonly to: string };

/** Send the browser to the issuer, keeping in a signed cookie what it must come back with. */
export async function toIssuer(context: Context, access: Access, report: (line: string) => void): Promise<Response> {
  const { oidc, sessions } = access;
  if (oidc === undefined) return messagePage(context, 404, ui.notFound);
  try {
    const { url, begun } = await oidc.begin();
    const kept: Kept = { begun, to: returnTo(context.req.query("to")) };
    const until = { ...sessions.cookie, maxAge: lastsSeconds };
    setCookie(context, cookieName, sessions.signer.sign("login", kept), until);
    context.header("Cache-Control", "no-store");
    return context.redirect(url, 303);
  } catch (error) {
    report(`Signing in: the issuer does not answer. ${describeError(error)}`);
    return messagePage(context, 503, ui.refused);
  }
}

/** Whoever comes back from the issuer, with a role, has a session from now on. */
export async function finishAtIssuer(
  context: Context,
  { oidc, sessions }: Access,
  report: (line: string) => void,
): Promise<Response> {
  const kept = toKept(sessions.signer.open("login", getCookie(context, cookieName)));
  deleteCookie(context, cookieName, sessions.cookie);
  if (oidc === undefined || kept === undefined) return messagePage(context, 403, ui.refused);
  const known = await oidc.finish(new URL(context.req.url).search, kept.begun).catch((error: unknown) => {
    report(`Signing in: refused. ${describeError(error)}`);
    return undefined;
  });
  if (known === undefined) return messagePage(context, 403, ui.refused);
  if (!nameable.test(known.subject)) {
    report(
      "Signing in: refused. The issuer's subject is no 1 to 90 visible characters of ASCII: the audit could not name it.",
    );
    return messagePage(context, 403, ui.refused);
  }
  if (known.roles.length === 0) return messagePage(context, 403, ui.noRole);
  sessions.begin(context, { ...known, subject: `oidc:${known.subject}` });
  return context.redirect(kept.to, 303);
}

function toKept(value: unknown): Kept | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const [begun, to]: unknown[] = [Reflect.get(value, "begun"), Reflect.get(value, "to")];
  if (typeof begun !== "object" || begun === null || typeof to !== "string") return undefined;
  const [state, nonce, verifier]: unknown[] = ["state", "nonce", "verifier"].map((name) => Reflect.get(begun, name));
  return typeof state === "string" && typeof nonce === "string" && typeof verifier === "string"
    ? { begun: { state, nonce, verifier }, to }
    : undefined;
}
