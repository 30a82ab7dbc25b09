import * as client from "openid-client";
import { isRole, type Role } from "./roles.ts";

/** Where people are signed in by an issuer of OpenID Connect. */
export type OidcOptions = {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  /** Address of our pages, without a path: the issuer sends people back to `/login/callback` there. */
  readonly publicUrl: string;
  /** The claim of the id token that lists roles. */
  readonly rolesClaim: string;
};
/** What a sign-in that was begun must be met with. */
export type Begun = { readonly state: string; readonly nonce: string; readonly verifier: string };
/** Who an issuer says that somebody is. */
export type Known = { readonly subject: string; readonly name: string; readonly roles: readonly Role[] };

/** Signing in at an issuer. */
export type Oidc = {
  /** The address to send the browser to, and what to keep until it is back. Throws when the issuer does not answer. */
  readonly begin: () => Promise<{ readonly url: string; readonly begun: Begun }>;
  /** Who came back with a query. Throws when anything of it is not of the sign-in that was begun. */
  readonly finish: (search: string, begun: Begun) => Promise<Known>;
};

/** The code flow with PKCE; the id token's signature is checked against the issuer's keys. */
export function createOidc(options: OidcOptions): Oidc {
  const redirectUri = new URL("/login/callback", options.publicUrl).href;
  let known: Promise<client.Configuration> | undefined;
  // An issuer that was away at the first sign-in is asked again at the next.
  const found = (): Promise<client.Configuration> =>
    (known ??= discover(options).catch((error: unknown) => {
      known = undefined;
      throw error;
    }));
  return {
    async begin() {
      const [state, nonce, verifier] = [client.randomState(), client.randomNonce(), client.randomPKCECodeVerifier()];
      const challenge = await client.calculatePKCECodeChallenge(verifier);
      const url = client.buildAuthorizationUrl(await found(), {
        redirect_uri: redirectUri,
        scope: "openid profile email",
        state,
        nonce,
        code_challenge: challenge,
        code_challenge_method: "S256",
      });
      return { url: url.href, begun: { state, nonce, verifier } };
    },
    async finish(search, { state, nonce, verifier }) {
      const back = new URL(redirectUri);
      back.search = search;
      const tokens = await client.authorizationCodeGrant(await found(), back, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      const given = claims?.[options.rolesClaim];
      const name = claims?.["name"] ?? claims?.["email"];
      return {
        subject: claims?.sub ?? "",
        name: typeof name === "string" ? name : (claims?.sub ?? ""),
        roles: Array.isArray(given) ? given.filter(isRole) : [],
      };
    },
  };
}

/** Plain HTTP only towards this machine: an issuer of tests. */
function discover({ issuer, clientId, clientSecret }: OidcOptions): Promise<client.Configuration> {
  const server = new URL(issuer);
  const isLocal = server.protocol === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(server.hostname);
  return client.discovery(
    server,
    clientId,
    undefined,
    clientSecret === undefined ? client.None() : client.ClientSecretPost(clientSecret),
    { timeout: 10, execute: [client.enableNonRepudiationChecks, ...(isLocal ? [client.allowInsecureRequests] : [])] },
  );
}
