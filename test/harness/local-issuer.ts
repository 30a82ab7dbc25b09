import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";

/** What can be wrong with the next id token. */
export type Fault = "nonce" | "audience" | "issuer" | "signature" | "expired";
/** A small issuer of OpenID Connect on loopback: discovery, keys, code flow with PKCE. */
export type LocalIssuer = Awaited<ReturnType<typeof localIssuer>>;
type Granted = { readonly query: URLSearchParams; readonly claims: Record<string, unknown> };

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Start one. It checks what clients send: who takes a code without its verifier gets nothing. */
export async function localIssuer() {
  const [keys, others] = [0, 1].map(() => generateKeyPairSync("rsa", { modulusLength: 2048 }));
  const codes = new Map<string, Granted>();
  let url = "";
  let fault: Fault | undefined;
  let isAway = false;

  const idToken = ({ query, claims }: Granted): string => {
    const [now, wrong] = [Math.floor(Date.now() / 1000), fault];
    fault = undefined;
    const body = {
      iss: wrong === "issuer" ? "http://127.0.0.1:9" : url,
      aud: wrong === "audience" ? "another" : query.get("client_id"),
      nonce: wrong === "nonce" ? "another" : query.get("nonce"),
      sub: "somebody-1",
      iat: now,
      exp: wrong === "expired" ? now - 3_600 : now + 300,
      ...claims,
    };
    const text = `${part({ alg: "RS256", kid: "k1", typ: "JWT" })}.${part(body)}`;
    const key = (wrong === "signature" ? others : keys)?.privateKey ?? "";
    return `${text}.${sign("sha256", Buffer.from(text), key).toString("base64url")}`;
  };

  const answers: Readonly<Record<string, (body: URLSearchParams) => object | undefined>> = {
    "/.well-known/openid-configuration": () => ({
      issuer: url,
      authorization_endpoint: `${url}/authorize`,
      token_endpoint: `${url}/token`,
      jwks_uri: `${url}/keys`,
      response_types_supported: ["code"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["RS256"],
      code_challenge_methods_supported: ["S256"],
    }),
    "/keys": () => ({ keys: [{ ...keys?.publicKey.export({ format: "jwk" }), kid: "k1", alg: "RS256", use: "sig" }] }),
    "/token": (body) => {
      const granted = codes.get(body.get("code") ?? "");
      codes.delete(body.get("code") ?? "");
      const challenge = createHash("sha256")
        .update(body.get("code_verifier") ?? "")
        .digest("base64url");
      const isTheirs =
        granted?.query.get("code_challenge") === challenge &&
        granted.query.get("redirect_uri") === body.get("redirect_uri");
      return isTheirs ? { access_token: "unused", token_type: "Bearer", id_token: idToken(granted) } : undefined;
    },
  };
  const server = createServer(async (request, response) => {
    const answer = isAway ? undefined : answers[request.url ?? ""]?.(new URLSearchParams(await bodyOf(request)));
    response.writeHead(isAway ? 503 : answer === undefined ? 400 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(answer ?? { error: "invalid_grant" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  return {
    url,
    /** What the person's browser is sent back to once they signed in as somebody with these claims. */
    async signIn(location: string, claims: Record<string, unknown>): Promise<URL> {
      const { searchParams: query } = new URL(location);
      const code = randomBytes(9).toString("base64url");
      codes.set(code, { query, claims });
      const back = new URL(query.get("redirect_uri") ?? "");
      back.search = new URLSearchParams({ code, state: query.get("state") ?? "" }).toString();
      return back;
    },
    /** Let the next id token be wrong. */
    spoil: (next: Fault): void => void (fault = next),
    away: (is: boolean): void => void (isAway = is),
    stop: () => new Promise((done) => server.close(done)),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}
