import { randomBytes } from "node:crypto";
import type { ApiDeps } from "../api/deps.ts";
import type { Config } from "../config.ts";
import { SillageError } from "../core/errors.ts";
import type { Access } from "../pages/login/access.ts";
import { createOidc, type OidcOptions } from "../pages/login/oidc.ts";
import { createSessions } from "../pages/login/session.ts";
import { createPages } from "../pages/create-pages.ts";

/** What makes the pages, with the ways in that are set; `passphrase` is that of a laptop's stack. Throws `config.missing`, `config.invalid`. */
export function pagesOf(config: Config, passphrase?: string): NonNullable<ApiDeps["pages"]> {
  const access = accessOf(config, passphrase);
  return (deps) => createPages(deps, access);
}

function accessOf(config: Config, local: string | undefined): Access {
  const { PAGES_PASSPHRASE: set, SILLAGE_ENVIRONMENT: environment, SESSION_KEY: key } = config;
  if (set !== undefined && environment.startsWith("prod"))
    throw new SillageError({
      code: "config.invalid",
      message: `PAGES_PASSPHRASE is set in the environment "${environment}": one passphrase for everybody tells nobody apart.`,
      fix: "Sign people in by an issuer: OIDC_ISSUER, OIDC_CLIENT_ID, PUBLIC_URL.",
    });
  const options = oidcOptions(config);
  return {
    sessions: createSessions({
      key: key === undefined ? randomBytes(32) : Buffer.from(key, "base64"),
      secure: config.PUBLIC_URL?.startsWith("https:") === true,
      now: Date.now,
    }),
    oidc: options && createOidc(options),
    passphrase: set ?? (options === undefined ? local : undefined),
  };
}

function oidcOptions(config: Config): OidcOptions | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, PUBLIC_URL: publicUrl } = config;
  if (issuer === undefined) return undefined;
  if (clientId === undefined || publicUrl === undefined)
    throw new SillageError({
      code: "config.missing",
      message: "OIDC_ISSUER is set without OIDC_CLIENT_ID or PUBLIC_URL.",
      fix: "Register the pages at the issuer, with PUBLIC_URL and /login/callback as the address to come back to, and set both.",
    });
  return {
    issuer,
    clientId,
    clientSecret: config.OIDC_CLIENT_SECRET,
    publicUrl,
    rolesClaim: config.OIDC_ROLES_CLAIM,
  };
}
