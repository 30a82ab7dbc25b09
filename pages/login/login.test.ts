import { Hono } from "hono";
import { afterAll, beforeAll, expect, test } from "vitest";
import { localIssuer, type LocalIssuer } from "../../test/harness/local-issuer.ts";
import type { Access } from "./access.ts";
import { guard, type PagesEnv } from "./guard.ts";
import { mountLogin } from "./mount-login.ts";
import { createOidc } from "./oidc.ts";
import { allows, type Role } from "./roles.ts";
import { returnTo } from "./return-to.ts";
import { createSessions } from "./session.ts";

const origin = "http://pages.example.test";
let clock = Date.parse("2026-08-15T10:00:00Z");
let issuer: LocalIssuer;
beforeAll(async () => {
  issuer = await localIssuer();
});
afterAll(() => issuer.stop());

/** Pages with one that only operators see, and a browser that keeps cookies. */
function browse(over: Partial<Access> = {}, secure = false) {
  const reports: string[] = [];
  const sessions = createSessions({ key: Buffer.alloc(32, 1), secure, now: () => clock });
  const oidc = createOidc({
    issuer: issuer.url,
    clientId: "sillage",
    clientSecret: undefined,
    publicUrl: origin,
    rolesClaim: "roles",
  });
  const access: Access = { sessions, oidc, passphrase: "twelve letters", ...over };
  const app = new Hono();
  mountLogin(app, access, (line) => void reports.push(line));
  const pages = new Hono<PagesEnv>();
  for (const [path, role] of [
    ["/dashboards", "viewer"],
    ["/operate", "operator"],
  ] as const) {
    pages.use(path, guard(access, [role]));
    pages.get(path, (context) => context.text(context.get("session").name));
    pages.get(`${path}/subject`, guard(access, [role]), (context) => context.text(context.get("session").subject));
    pages.post(path, (context) => context.text("done"));
  }
  app.route("/", pages);
  const jar = new Map<string, string>();
  const ask = async (path: string, form?: Record<string, string>): Promise<Response> => {
    const response = await app.request(`${origin}${path}`, {
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") },
      ...(form && { method: "POST", body: new URLSearchParams(form) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ""] = cookie.split(";");
      const [name = "", value = ""] = pair.split(/=(.*)/s);
      if (value === "") jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  };
  return { ask, jar, reports };
}
type Browser = ReturnType<typeof browse>;

const csrfIn = async (response: Response): Promise<string> =>
  /name="csrf" value="([^"]+)"/.exec(await response.text())?.[1] ?? "";
const withPassphrase = async ({ ask }: Browser, passphrase: string): Promise<Response> =>
  ask("/login/passphrase", { passphrase, csrf: await csrfIn(await ask("/login?to=/operate")), to: "/operate" });
/** Sign in at the issuer as somebody, and come back. */
async function atIssuer({ ask }: Browser, claims: Record<string, unknown>, change = (url: URL) => url) {
  const there = await ask("/login/issuer?to=/dashboards");
  const back = change(await issuer.signIn(there.headers.get("location") ?? "", claims));
  return ask(`${back.pathname}${back.search}`);
}

test("whoever did not sign in is sent to sign in, and comes back to where they were going", async () => {
  const browser = browse();
  const sent = await browser.ask("/operate");
  expect([sent.status, sent.headers.get("location")]).toEqual([303, "/login?to=%2Foperate"]);
  const back = await withPassphrase(browser, "twelve letters");
  expect([back.status, back.headers.get("location")]).toEqual([303, "/operate"]);
  expect(await (await browser.ask("/operate")).text()).toBe("local");
});

test("a wrong passphrase is refused, and the sixth guess in a row waits, the right one too", async () => {
  const browser = browse();
  for (let guess = 0; guess < 5; guess++) expect((await withPassphrase(browser, "guess")).status).toBe(403);
  const sixth = await withPassphrase(browser, "twelve letters");
  expect(sixth.status).toBe(429);
  expect((await browser.ask("/operate")).status).toBe(303);
});

test("the passphrase's form is taken from a page of ours only", async () => {
  const form = { passphrase: "twelve letters", csrf: "", to: "/operate" };
  expect((await browse().ask("/login/passphrase", form)).status).toBe(403);
  const stranger = await csrfIn(await browse().ask("/login"));
  expect((await browse().ask("/login/passphrase", { ...form, csrf: stranger })).status).toBe(403);
});

test("without a passphrase none signs in", async () => {
  const browser = browse({ passphrase: undefined });
  expect((await withPassphrase(browser, "")).status).toBe(403);
  expect(await (await browse({ passphrase: undefined, oidc: undefined }).ask("/login")).text()).toContain(
    "OIDC_ISSUER",
  );
});

test("somebody of the issuer with a role signs in, and is kept to what the role may", async () => {
  const browser = browse();
  const back = await atIssuer(browser, { name: "Camille Exemple", roles: ["viewer", "emperor"] });
  expect([back.status, back.headers.get("location")]).toEqual([303, "/dashboards"]);
  expect(await (await browser.ask("/dashboards")).text()).toBe("Camille Exemple");
  expect((await browser.ask("/operate")).status).toBe(403);
});

test("who signed in is named by the way and the issuer's subject, so that none of the issuer passes for the passphrase's", async () => {
  const browser = browse();
  await atIssuer(browser, { sub: "local", name: "Camille Exemple", roles: ["operator"] });
  expect(await (await browser.ask("/operate/subject")).text()).toBe("oidc:local");
});

test.each(["", "a b", "é", "x".repeat(91)])("a subject that the audit cannot name is refused: %j", async (sub) => {
  const browser = browse();
  expect((await atIssuer(browser, { sub, roles: ["operator"] })).status).toBe(403);
  expect(browser.reports).toHaveLength(1);
});

test("somebody of the issuer without a role is told so", async () => {
  const browser = browse();
  const back = await atIssuer(browser, { name: "Camille Exemple" });
  expect(back.status).toBe(403);
  expect(await back.text()).toContain("you were given no role");
  expect((await browser.ask("/dashboards")).status).toBe(303);
});

test.each([
  ["another state", (url: URL) => (url.searchParams.set("state", "other"), url)],
  ["another code", (url: URL) => (url.searchParams.set("code", "other"), url)],
  ["an error of the issuer", (url: URL) => (url.searchParams.set("error", "access_denied"), url)],
])("who comes back with %s is refused", async (_, change) => {
  const browser = browse();
  expect((await atIssuer(browser, { roles: ["admin"] }, change)).status).toBe(403);
  expect(browser.reports).toHaveLength(1);
  expect((await browser.ask("/dashboards")).status).toBe(303);
});

test.each(["nonce", "audience", "issuer", "signature", "expired"] as const)(
  "an id token with a wrong %s is refused",
  async (fault) => {
    const browser = browse();
    issuer.spoil(fault);
    expect((await atIssuer(browser, { roles: ["admin"] })).status).toBe(403);
    expect((await browser.ask("/dashboards")).status).toBe(303);
  },
);

test("a sign-in that another browser began is refused", async () => {
  const there = await browse().ask("/login/issuer");
  const back = await issuer.signIn(there.headers.get("location") ?? "", { roles: ["admin"] });
  expect((await browse().ask(`${back.pathname}${back.search}`)).status).toBe(403);
});

test("an issuer that is away is asked again at the next sign-in", async () => {
  const browser = browse();
  issuer.away(true);
  expect((await browser.ask("/login/issuer")).status).toBe(503);
  issuer.away(false);
  expect((await browser.ask("/login/issuer")).status).toBe(303);
});

test("a form needs the token of its own session", async () => {
  const [browser, other] = [browse(), browse()];
  await withPassphrase(browser, "twelve letters");
  await withPassphrase(other, "twelve letters");
  const token = (one: Browser) =>
    createSessions({ key: Buffer.alloc(32, 1), secure: false, now: () => clock }).csrfOf(sessionOf(one).id);
  expect((await browser.ask("/operate", {})).status).toBe(403);
  expect((await browser.ask("/operate", { csrf: token(other) })).status).toBe(403);
  expect(await (await browser.ask("/operate", { csrf: token(browser) })).text()).toBe("done");
});

const sessionOf = ({ jar }: Browser): { id: string } =>
  JSON.parse(Buffer.from((jar.get("sillage_session") ?? "").split(".")[0] ?? "", "base64url").toString());

test("a session ends after eight hours, when signed out, and when anything of it is changed", async () => {
  const browser = browse();
  await withPassphrase(browser, "twelve letters");
  const good = browser.jar.get("sillage_session") ?? "";
  const [payload = "", mac = ""] = good.split(".");
  const forged = Buffer.from(JSON.stringify({ ...sessionOf(browser), roles: ["admin"] })).toString("base64url");
  for (const bad of [`${forged}.${mac}`, `${payload}.`, payload, ".", `${payload}.${mac.slice(1)}`]) {
    browser.jar.set("sillage_session", bad);
    expect((await browser.ask("/operate")).status).toBe(303);
  }
  browser.jar.set("sillage_session", browser.jar.get("sillage_visit") ?? "");
  expect((await browser.ask("/operate")).status).toBe(303);
  browser.jar.set("sillage_session", good);
  expect((await browser.ask("/operate")).status).toBe(200);
  clock += 8 * 3_600_000;
  expect((await browser.ask("/operate")).status).toBe(303);
});

test("over TLS cookies are of this host and of TLS alone", async () => {
  const browser = browse({}, true);
  const back = await withPassphrase(browser, "twelve letters");
  const cookie = back.headers.getSetCookie().find((one) => one.startsWith("__Host-sillage_session="));
  for (const part of ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"]) expect(cookie).toContain(part);
});

test.each([
  ["//elsewhere.example.test/x", "/dashboards"],
  ["/\\elsewhere.example.test", "/dashboards"],
  ["https://elsewhere.example.test", "/dashboards"],
  ["javascript:alert(1)", "/dashboards"],
  ["/login", "/dashboards"],
  [undefined, "/dashboards"],
  ["/dashboards/overview?site=1", "/dashboards/overview?site=1"],
])("after signing in one goes to a page of ours: %s leads to %s", (given, to) => {
  expect(returnTo(given)).toBe(to);
});

test("an admin is an operator and a viewer, a privacy officer no operator", () => {
  const may = (role: Role): readonly boolean[] =>
    (["viewer", "operator", "admin", "privacy-officer"] as const).map((needed) => allows([role], [needed]));
  expect(may("viewer")).toEqual([true, false, false, false]);
  expect(may("operator")).toEqual([true, true, false, false]);
  expect(may("admin")).toEqual([true, true, true, false]);
  expect(may("privacy-officer")).toEqual([true, false, false, true]);
});
