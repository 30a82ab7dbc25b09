import { createServer } from "node:http";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import type { Issuer } from "../../api/access-token.ts";

/** What a token says; undefined: nothing of the kind. */
type Claims = Readonly<Record<string, unknown>>;

/** An issuer of access tokens of Entra ID's shape, with its key set on loopback. */
export type TokenIssuer = Issuer & {
  /** A token as it would issue it at an instant; `claims` replace what it says. */
  readonly token: (at: Date, claims?: Claims) => Promise<string>;
  /** One signed by another key under the same name. */
  readonly forged: (at: Date) => Promise<string>;
  readonly stop: () => Promise<void>;
};

/** Start one. */
export async function startTokenIssuer(): Promise<TokenIssuer> {
  const [ours, theirs] = await Promise.all([generateKeyPair("RS256"), generateKeyPair("RS256")]);
  const keys = [{ ...(await exportJWK(ours.publicKey)), kid: "one", use: "sig", alg: "RS256" }];
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ keys }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const said = { issuer: "https://login.example.test/tenant/v2.0", audience: "api://sillage" };
  const signed = (at: Date, claims: Claims, key: typeof ours.privateKey): Promise<string> => {
    const iat = Math.floor(at.getTime() / 1000);
    const usual = { iss: said.issuer, aud: said.audience, sub: "AAAAAAAA", iat, nbf: iat, exp: iat + 3_600 };
    return new SignJWT({ ...usual, roles: ["operator"], ...claims })
      .setProtectedHeader({ alg: "RS256", kid: "one", typ: "JWT" })
      .sign(key);
  };
  return {
    ...said,
    keysUrl: `http://127.0.0.1:${port}/keys`,
    token: (at, claims = {}) => signed(at, claims, ours.privateKey),
    forged: (at) => signed(at, {}, theirs.privateKey),
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
