import { randomBytes } from "node:crypto";
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { isRole, type Role } from "./roles.ts";
import { signerOf } from "./signed.ts";

/** Somebody who signed in. */
export type Session = {
  /** Random, new at each sign-in. */
  readonly id: string;
  /** Who it is in the audit: `oidc:` and the subject at the issuer, which nobody else there ever has; `local` with a passphrase. */
  readonly subject: string;
  /** As the issuer shows them: not theirs alone, and theirs to change. */
  readonly name: string;
  readonly roles: readonly Role[];
  /** Seconds since 1970 at which it ends. */
  readonly ends: number;
};

/** Sessions in signed cookies: nothing is kept on the server. */
export type Sessions = ReturnType<typeof createSessions>;

const lastsSeconds = 8 * 3600;
/** Sessions whose end is told to what follows them. */
const mostFollowed = 1_000;

/** Sessions under a key; `secure` where pages are served over TLS. Another key ends them all. */
export function createSessions(options: {
  readonly key: Buffer;
  readonly secure: boolean;
  readonly now: () => number;
}) {
  const { secure, now } = options;
  const signer = signerOf(options.key);
  const name = secure ? "__Host-sillage_session" : "sillage_session";
  const cookie = { path: "/", httpOnly: true, sameSite: "Lax", secure } as const;
  const followed = new Map<string, AbortController>();
  const of = (context: Context): Session | undefined => {
    const session = toSession(signer.open("session", getCookie(context, name)));
    return session !== undefined && session.ends * 1000 > now() ? session : undefined;
  };
  return {
    /** Begin one. */
    begin(context: Context, who: Pick<Session, "subject" | "name" | "roles">): void {
      const { subject, name: shown, roles } = who;
      const session = { id: randomBytes(18).toString("base64url"), subject, name: shown, roles, ends: 0 };
      session.ends = Math.floor(now() / 1000) + lastsSeconds;
      setCookie(context, name, signer.sign("session", session), { ...cookie, maxAge: lastsSeconds });
    },
    end(context: Context): void {
      const id = of(context)?.id ?? "";
      followed.get(id)?.abort();
      followed.delete(id);
      deleteCookie(context, name, cookie);
    },
    /** What is aborted when somebody signs out here; another process hears nothing of it. */
    endOf(id: string): AbortSignal {
      const controller = followed.get(id) ?? new AbortController();
      followed.set(id, controller);
      // Whoever followed first of so many is followed no longer.
      for (const first of followed.size > mostFollowed ? followed.keys().take(1) : []) followed.delete(first);
      return controller.signal;
    },
    /** The caller's; undefined when there is none, it is forged, or it ended. */
    of,
    /** What the forms of somebody carry: made of a session's id, or of a sign-in's. */
    csrfOf: (id: string): string => signer.mac("csrf", id),
    isCsrf: (id: string, given: unknown): boolean => typeof given === "string" && signer.isMac("csrf", id, given),
    signer,
    secure,
    cookie,
  };
}

function toSession(value: unknown): Session | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const of = (name: string): unknown => Reflect.get(value, name);
  const [id, subject, name, roles, ends] = [of("id"), of("subject"), of("name"), of("roles"), of("ends")];
  if (typeof id !== "string" || typeof subject !== "string" || typeof name !== "string") return undefined;
  if (!Array.isArray(roles) || typeof ends !== "number") return undefined;
  return { id, subject, name, roles: roles.filter(isRole), ends };
}
