import { tokenVerifier } from "../../api/access-token.ts";
import type { ApiDeps } from "../../api/deps.ts";
import type { Config } from "../../config.ts";
import { SillageError } from "../../core/errors.ts";

/** How the API knows callers beside keys, by the settings. Throws `config.missing` for an issuer that is set by half. */
export function apiAccess({
  JWT_ISSUER: issuer,
  JWT_AUDIENCE: audience,
  JWT_KEYS_URL: keysUrl,
  TRUSTED_PROXIES: proxies,
}: Config): NonNullable<ApiDeps["access"]> {
  const trustedProxies = proxies?.split(",") ?? [];
  if (issuer === undefined && audience === undefined && keysUrl === undefined) return { trustedProxies };
  if (issuer !== undefined && audience !== undefined && keysUrl !== undefined)
    return { trustedProxies, verifyToken: tokenVerifier({ issuer, audience, keysUrl }) };
  throw new SillageError({
    code: "config.missing",
    message: "Of JWT_ISSUER, JWT_AUDIENCE and JWT_KEYS_URL some are set and some are not.",
    fix: "Set all three for access tokens, or none.",
  });
}
