import { randomBytes } from "node:crypto";
import type { Browser } from "playwright-core";
import type { Role } from "../../pages/login/roles.ts";
import { createSessions } from "../../pages/login/session.ts";
import { watchedPage, type widths } from "./chromium.ts";

/** A key of sessions, for the tests only. */
export const sessionKey = Buffer.alloc(32, 5);

const sessions = createSessions({ key: sessionKey, secure: false, now: Date.now });

/** The cookie of a made-up person who signed in with a role, at pages whose `SESSION_KEY` is `sessionKey`. */
export function sessionCookie(role: Role, name = "Camille Exemple") {
  const id = randomBytes(18).toString("base64url");
  const ends = Math.floor(Date.now() / 1000) + 3_600;
  const value = sessions.signer.sign("session", { id, subject: "oidc:camille", name, roles: [role], ends });
  return { name: "sillage_session", value };
}

/** A page in a browser of that person. */
export async function signedInPage(
  browser: Browser,
  origin: string,
  { role, ...how }: { readonly width: keyof typeof widths; readonly locale: string; readonly role: Role },
) {
  const watched = await watchedPage(browser, origin, how);
  await watched.page.context().addCookies([{ ...sessionCookie(role), url: origin }]);
  return watched;
}
