import { z } from "zod";

/** Settings of who is let in, to the pages and to the API, and from where. */
export const accessSettings = {
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("Address at which people reach the pages. Needed with `OIDC_ISSUER`; with `https` cookies are secure."),
  OIDC_ISSUER: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("Issuer of OpenID Connect that signs people in to the pages, by the code flow with PKCE."),
  OIDC_CLIENT_ID: z.string().optional().describe("The pages' client id at the issuer."),
  OIDC_CLIENT_SECRET: z.string().optional().describe("Its secret, where the issuer gave one (secret)."),
  OIDC_ROLES_CLAIM: z
    .string()
    .default("roles")
    .describe("Claim of the id token that lists roles: `viewer`, `operator`, `admin`, `privacy-officer`."),
  PAGES_PASSPHRASE: z
    .string()
    .min(12)
    .optional()
    .describe(
      "Passphrase that signs in to the pages with every role (secret); refused where `SILLAGE_ENVIRONMENT` begins with `prod`. The laptop's stack makes one.",
    ),
  SESSION_KEY: z
    .string()
    .regex(/^[A-Za-z0-9+/_-]{43}=?$/, "not 32 bytes in base64")
    .optional()
    .describe(
      "32 random bytes in base64 that sessions of the pages are signed with, the same for all API processes (secret). Without it each makes its own when it starts.",
    ),
  TRUSTED_PROXIES: z
    .string()
    .regex(/^[\da-fA-F.:/]+(?:,[\da-fA-F.:/]+)*$/, "no networks with a comma between")
    .optional()
    .describe(
      "Networks of reverse proxies whose `X-Forwarded-For` the API believes, with commas between (`10.0.0.0/8`). Without it, the socket alone says where a caller is: behind a proxy everybody is one address then, which may ask 200 times a second and sign in every two seconds.",
    ),
  JWT_ISSUER: z
    .url()
    .optional()
    .describe(
      "Issuer of access tokens that the API takes beside keys, as tokens name it; with the two below. Entra ID: `https://login.microsoftonline.com/<tenant>/v2.0`.",
    ),
  JWT_AUDIENCE: z.string().optional().describe("Whom those tokens must be for, for instance `api://sillage`."),
  JWT_KEYS_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("The issuer's public keys. Entra ID: `https://login.microsoftonline.com/<tenant>/discovery/v2.0/keys`."),
};
