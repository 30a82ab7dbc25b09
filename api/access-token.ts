import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from "jose";
import { grantedBy } from "../core/access/roles.ts";
import { SillageError } from "../core/errors.ts";
import type { Caller } from "./caller.ts";

/** Who issues access tokens, for whom, and where its public keys are. */
export type Issuer = { readonly issuer: string; readonly audience: string; readonly keysUrl: string };
/** Who an access token is at an instant; undefined for one that is not usable. Throws `auth.issuer-away`. */
export type VerifyToken = (token: string, now: Date) => Promise<Caller | undefined>;

/** Never what the token says by itself: `none` and shared secrets are out. */
const algorithms = ["RS256", "ES256", "EdDSA"];

/** Verifies access tokens of one issuer, as Entra ID writes them: `roles` of an application or a person, `scp` of a delegation. None is good for longer than an hour after it was issued. */
export function tokenVerifier({ issuer, audience, keysUrl }: Issuer): VerifyToken {
  const keys = createRemoteJWKSet(new URL(keysUrl), { timeoutDuration: 3_000 });
  return async (token, now) => {
    const payload = await verified(token, keys, { issuer, audience, now });
    const subject = payload?.sub ?? "";
    if (payload === undefined || !/^[\x21-\x7E]{1,90}$/.test(subject)) return undefined;
    const id = `jwt:${subject}`;
    return { id, consumer: id, scopes: grantedBy([...wordsOf(payload["roles"]), ...wordsOf(payload["scp"])]) };
  };
}

async function verified(
  token: string,
  keys: JWTVerifyGetKey,
  { issuer, audience, now }: { readonly issuer: string; readonly audience: string; readonly now: Date },
): Promise<JWTPayload | undefined> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      algorithms,
      issuer,
      audience,
      currentDate: now,
      clockTolerance: 30,
      maxTokenAge: "1h",
      requiredClaims: ["exp", "sub"],
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JOSEError && !away.has(error.code)) return undefined;
    throw new SillageError({
      code: "auth.issuer-away",
      message: "The issuer's keys are not to be had.",
      fix: "Ask again in a moment; see that the address of JWT_KEYS_URL answers.",
      retryable: true,
      cause: error,
    });
  }
}

/** That its key set came too late, or was none. */
const away = new Set(["ERR_JWKS_TIMEOUT", "ERR_JOSE_GENERIC", "ERR_JWKS_INVALID"]);

const wordsOf = (claim: unknown): readonly string[] =>
  (typeof claim === "string" ? claim.split(" ") : Array.isArray(claim) ? claim : []).filter(
    (word) => typeof word === "string",
  );
