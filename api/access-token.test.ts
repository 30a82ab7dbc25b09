import { SignJWT, UnsecuredJWT } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTokenIssuer, type TokenIssuer } from "../test/harness/token-issuer.ts";
import { tokenVerifier, type VerifyToken } from "./access-token.ts";

const now = new Date("2026-07-04T10:00:00.000Z");
const later = (minutes: number): Date => new Date(now.getTime() + minutes * 60_000);
const seconds = (at: Date): number => Math.floor(at.getTime() / 1000);

let issuer: TokenIssuer;
let verify: VerifyToken;
beforeAll(async () => {
  issuer = await startTokenIssuer();
  verify = tokenVerifier(issuer);
});
afterAll(() => issuer.stop());

test("a token of the issuer is its subject, with what its roles and its delegation grant", async () => {
  const token = await issuer.token(now, { roles: ["viewer"], scp: "kpi:individual openid" });
  expect(await verify(token, later(5))).toEqual({
    id: "jwt:AAAAAAAA",
    consumer: "jwt:AAAAAAAA",
    scopes: ["kpi:read", "kpi:individual"],
  });
});

test("a token that names no role grants nothing", async () => {
  const caller = await verify(await issuer.token(now, { roles: undefined }), now);
  expect(caller?.scopes).toEqual([]);
});

test("a token is good for an hour after it was issued, however long it says itself", async () => {
  const token = await issuer.token(now, { exp: seconds(later(10_000)) });
  expect(await verify(token, later(59))).toBeDefined();
  expect(await verify(token, later(61))).toBeUndefined();
});

test.each([
  ["of another audience", { aud: "api://another" }],
  ["of another issuer", { iss: "https://login.example.test/other/v2.0" }],
  ["expired", { exp: seconds(later(-5)) }],
  ["not yet usable", { nbf: seconds(later(5)) }],
  ["without an end", { exp: undefined }],
  ["without an instant of issue", { iat: undefined }],
  ["issued in the future", { iat: seconds(later(5)) }],
  ["without a subject", { sub: undefined }],
  ["with a subject that no log should hold", { sub: "a\nb" }],
])("a token %s is refused", async (_, claims) => {
  expect(await verify(await issuer.token(now, claims), now)).toBeUndefined();
});

test("a token that another key, a shared secret or nobody signed is refused, and so is what is none", async () => {
  const claims = {
    iss: issuer.issuer,
    aud: issuer.audience,
    sub: "AAAAAAAA",
    iat: seconds(now),
    exp: seconds(later(5)),
  };
  const shared = new SignJWT(claims).setProtectedHeader({ alg: "HS256", kid: "one" }).sign(Buffer.alloc(32, 1));
  const tokens = [await issuer.forged(now), await shared, new UnsecuredJWT(claims).encode(), "a.b.c", ""];
  for (const token of tokens) expect(await verify(token, now)).toBeUndefined();
});

test("an issuer whose keys are not to be had makes it a matter of asking again", async () => {
  const gone = await startTokenIssuer();
  const token = await gone.token(now);
  await gone.stop();
  await expect(tokenVerifier(gone)(token, now)).rejects.toMatchObject({
    code: "auth.issuer-away",
    message:
      "The issuer's keys are not to be had. Ask again in a moment; see that the address of JWT_KEYS_URL answers.",
    retryable: true,
  });
});
