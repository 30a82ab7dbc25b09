import { beforeAll, expect, test } from "vitest";
import { deployment } from "../../assets/index.ts";
import type { ApiDeps } from "../../api/deps.ts";
import type { Operations } from "../../api/operations/operations.ts";
import { SillageError } from "../../core/errors.ts";
import { recordedOperations } from "../../test/fakes/recorded-operations.ts";
import { seedSales, testApi, type TestApi } from "../../test/harness/api.ts";
import { registerFields } from "../../core/register/register-fields.ts";
import { depsOf } from "../../core/spec/asset.ts";
import { createPages } from "../create-pages.ts";
import { createSessions } from "../login/session.ts";

import { box, layOutLineage } from "./lay-out-lineage.ts";

const sessions = createSessions({ key: Buffer.alloc(32, 1), secure: false, now: Date.now });
const ends = Math.floor(Date.now() / 1000) + 3_600;
const cookieOf = (role: string) =>
  `sillage_session=${sessions.signer.sign("session", { id: "s", subject: "oidc:camille-1", name: "Camille Exemple", roles: [role], ends })}`;
const pages: ApiDeps["pages"] = (deps) => createPages(deps, { sessions, oidc: undefined, passphrase: undefined });

const ulid = "01JBC3Q0Z9X8Y7W6V5T4S3R2Q1";
const { operations: recorded, orders } = recordedOperations(deployment);
let refusal: SillageError | undefined;
const operations: Operations = {
  ...recorded,
  steerBackfill: async (...order) => {
    if (refusal !== undefined) throw refusal;
    await recorded.steerBackfill(...order);
  },
  run: async (id) => {
    if (id === "run/never") throw new SillageError({ code: "run.unknown", message: "No.", fix: "Another." });
    return recorded.run(id);
  },
  backfills: async () => {
    const request = { selection: "bookings", from: "2026-06-01", to: "2026-07-01", windowMs: 86_400_000 };
    const tracks = await recorded.planBackfill(request);
    const id = `backfill/${ulid}`;
    return [{ id, state: "running", request, tracks, startedAt: "2026-07-04T09:00:00.000Z", endedAt: null }];
  },
};
let api: TestApi;
beforeAll(async () => {
  api = await testApi({ pages, operations, workflowPage: (id) => `http://127.0.0.1:8233/${id}` });
  await seedSales(api.database);
});

const get = (path: string, role = "operator") =>
  Promise.resolve(api.app.request(path, { headers: { cookie: cookieOf(role) } }));
const post = (path: string, form: Record<string, string>, role = "operator") =>
  Promise.resolve(
    api.app.request(path, { method: "POST", headers: { cookie: cookieOf(role) }, body: new URLSearchParams(form) }),
  );
const text = async (path: string) =>
  (await (await get(path)).text()).replaceAll(/<[^>]+>/gs, " ").replaceAll(/\s+/g, " ");

test("an address that keeps coming to sign in is asked to wait, on a page; who is elsewhere or signed in is not", async () => {
  const signIn = { perSecond: 0.1, burst: 2 };
  const { app } = await testApi({ pages, access: { trustedProxies: [], manners: { signIn } } }, api.database);
  const from = (path: string, remoteAddress: string) =>
    app.request(path, { headers: { cookie: cookieOf("viewer") } }, { incoming: { socket: { remoteAddress } } });
  const first = await from("/login/issuer", "192.0.2.1");
  expect([first.status, first.headers.get("ratelimit")]).toEqual([404, '"sign-in";r=1']);
  await from("/login", "192.0.2.1");
  for (const path of ["/login", "/login/issuer", "/login/callback", "/login/passphrase"]) {
    const refused = await from(path, "192.0.2.1");
    expect([path, refused.status, refused.headers.get("ratelimit-policy")]).toEqual([path, 429, '"sign-in";q=2;w=20']);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await refused.text()).toContain("Too many attempts. Try again in a few seconds.");
  }
  expect((await from("/login", "192.0.2.2")).status).toBe(303);
  expect((await from("/dashboards", "192.0.2.1")).headers.has("ratelimit")).toBe(false);
});

test("a form that is longer than any of the pages' is not read, whoever sends it", async () => {
  const long = { method: "POST", body: new URLSearchParams({ csrf: "x".repeat(20_000) }) };
  for (const path of ["/login/passphrase", "/logout", "/dashboards/overview", "/operate/runs"]) {
    const refused = await api.app.request(path, long);
    expect([path, refused.status]).toEqual([path, 413]);
    expect(await refused.text()).toContain("What was sent is longer than is taken.");
  }
});

test("the catalogue has every asset with its state in a word", async () => {
  const shown = await text("/operate/catalogue");
  for (const { key } of deployment.graph.assets) expect(shown).toContain(key);
  expect(shown).toMatch(/● (Fresh|Loaded)|▲ Late/);
});

test("the lineage draws every asset as a link with its state, and every dep as a line; a table says the same", async () => {
  const page = await (await get("/operate/lineage")).text();
  const [drawing = "", table = ""] = page.split("</svg>");
  const { assets } = deployment.graph;
  for (const { key } of assets)
    for (const part of [drawing, table]) expect(part).toContain(`href="/operate/assets/${key}"`);
  const lines = assets.flatMap((asset) => depsOf(asset));
  expect(drawing.match(/<polyline/g)).toHaveLength(lines.length);
  expect(drawing).toMatch(/● (Fresh|Loaded)|▲ Late/);
  expect(layOutLineage(deployment.graph)).toBe(layOutLineage(deployment.graph));
});

test("no line of the lineage goes through the box of an asset", () => {
  const { assets, lines } = layOutLineage(deployment.graph);
  const isInside = (x: number, y: number) =>
    [...assets.values()].some(
      (place) => Math.abs(place.x - x) < box.width / 2 - 1 && Math.abs(place.y - y) < box.height / 2 - 1,
    );
  const steps = Array.from({ length: 101 }, (_, at) => at / 100);
  const crossing = lines.filter((line) =>
    line.some((from, at) => {
      const to = line[at + 1] ?? from;
      return steps.some((part) => isInside(from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part));
    }),
  );
  expect(crossing).toEqual([]);
});

test("an asset's page says what is personal in it, and what it reads", async () => {
  expect(await text("/operate/assets/clients")).toMatch(/\((sealed|never kept)\)/);
  expect(await (await get("/operate/assets/people_daily")).text()).toContain('href="/operate/assets/clients"');
  expect((await get("/operate/assets/nothing")).status).toBe(404);
});

test("an asset's checks are told with their last figures, one that failed marked", async () => {
  const check = deployment.graph.spec.tables.find(({ key }) => key === "clients")?.checks[0]?.name ?? "";
  for (const [cause, figure] of [
    ["run/1", 3],
    ["run/2", 7],
  ])
    await api.database.query(
      "insert into sillage.check_result (asset, check_name, cause, kind, severity, state, figure, bound, at) values ('clients', $1, $2, 'unique', 'block', 'failed', $3, 'at most 0', $4)",
      [check, cause, figure, `2026-07-0${figure}T02:00:00Z`],
    );
  const page = await (await get("/operate/assets/clients")).text();
  expect(page).toContain(`aria-label="${check}: 3, 7"`);
  expect(page.match(/<circle class="marked"/g)).toHaveLength(2);
  expect(await text("/operate/assets/clients")).toContain(`${check} ✕ Failed 7 at most 0`);
});

test("an asset's page tells why its condition held or not, part by part", async () => {
  const asset = deployment.graph.assets.find(({ automation }) => automation !== undefined)?.key ?? "";
  const of = [{ says: "in the small hours", holds: false, why: "it is noon" }];
  const tree = { says: "any dep updated", holds: false, why: "0 of 1 hold", of };
  await api.database.keepEvaluation({ asset, at: "2026-07-04T10:00:00.000Z", run: null, tree });
  expect(await text(`/operate/assets/${asset}`)).toMatch(
    /✘ does not hold any dep updated : 0 of 1 hold ✘ does not hold in the small hours : it is noon/,
  );
});

test("a mart's days are told in ranges of one state, a table's page has none", async () => {
  expect(await text("/operate/assets/revenue_daily")).toMatch(
    /Partitions: 856 .*3 July 2026 4 July 2026 2 ○ Empty 0 1 July 2026 2 July 2026 2 ● Filled \d/,
  );
  expect(await text("/operate/assets/orders")).not.toContain("Partitions");
});

test("a run's page has its steps and what is to come, and leads to the Web UI; of one that is not kept there is none", async () => {
  const page = await (await get("/operate/runs/nightly-1")).text();
  expect(page).toContain('href="/operate/assets/orders"');
  expect(page).toContain('href="http://127.0.0.1:8233/run/nightly-1"');
  expect((await get("/operate/runs/never")).status).toBe(404);
});

test("runs are told with their state", async () => {
  expect(await text("/operate/runs")).toMatch(/run\/nightly-1 … Running nightly schedule/);
});

test("a backfill is paused in the name of who signed in, by the issuer's subject, with a reason and the token of the session", async () => {
  const page = await (await get("/operate/backfills")).text();
  expect(page).toContain(`formaction="/operate/backfills/${ulid}/pause"`);
  const [, csrf = ""] = /name="csrf" value="([^"]+)"/.exec(page) ?? [];
  orders.splice(0);
  const send = async (form: Record<string, string>, role?: string) =>
    (await post(`/operate/backfills/${ulid}/pause`, form, role)).status;
  expect(await send({ reason: "too much load" })).toBe(403);
  expect(await send({ csrf, reason: "too much load" }, "viewer")).toBe(403);
  expect(await send({ csrf, reason: " " })).toBe(400);
  expect(orders).toEqual([]);
  expect(await send({ csrf, reason: "too much load" })).toBe(303);
  expect(orders).toEqual([["pause", `backfill/${ulid}`, { who: "oidc:camille-1", why: "too much load" }]]);
});

test("pages that follow what runs are told by a stream, which ends when its reader signs out", async () => {
  const page = await (await get("/operate/backfills")).text();
  expect(page).toContain('<script type="module" src="/operate/live.js">');
  expect(page).toContain(`data-live="backfill/${ulid}"`);
  expect(await (await get("/operate/live.js")).text()).toContain("EventSource");
  const stream = (await get("/operate/events")).text();
  const [, csrf = ""] = /name="csrf" value="([^"]+)"/.exec(page) ?? [];
  await post("/logout", { csrf });
  expect(await stream).toMatch(/^retry: \d+\n\n/);
  expect((await get("/operate/events", "viewer")).status).toBe(403);
});

test("an order that is refused says so, one that cannot be given now is for later", async () => {
  const page = await (await get("/operate/backfills")).text();
  const [, csrf = ""] = /name="csrf" value="([^"]+)"/.exec(page) ?? [];
  const send = async () => (await post(`/operate/backfills/${ulid}/resume`, { csrf, reason: "again" })).status;
  refusal = new SillageError({ code: "backfill.over", message: "Over.", fix: "Start another.", retryable: false });
  expect(await send()).toBe(400);
  refusal = new SillageError({ code: "temporal.unreachable", message: "No.", fix: "Wait.", retryable: true });
  expect(await send()).toBe(503);
  refusal = undefined;
});

test("the throttle's page has the rate and what was used; its form changes it in the name of who signed in, by the issuer's subject", async () => {
  await api.database.setThrottle("default", { enabled: true, paused: false, bytesPerSecond: 1_000_000 });
  const now = new Date();
  await api.database.query(
    "insert into sillage.load (load_id, table_key, origin, manifest_key, manifest_etag, state, expected, bytes, opened_at, ended_at) values ('L1', 'orders', 'pass', 'k', 'e', 'merged', 1, 120000, $1, $2)",
    [new Date(now.getTime() - 20_000).toISOString(), now.toISOString()],
  );
  const page = await (await get("/operate/throttle")).text();
  expect(await text("/operate/throttle")).toContain("Limited Rate into the database 1,000,000 bytes/s");
  expect(await text("/operate/throttle")).toMatch(/\d\d:\d\d [12],\d{3} bytes\/s/);
  const [, csrf = ""] = /name="csrf" value="([^"]+)"/.exec(page) ?? [];
  const send = async (form: Record<string, string>) => (await post("/operate/throttle", { csrf, ...form })).status;
  const reason = "the office is working";
  expect(await send({ order: "rate", bytesPerSecond: "500000", reason })).toBe(303);
  expect(await send({ order: "pause", bytesPerSecond: "1", reason })).toBe(303);
  expect(await api.database.throttleState("default")).toMatchObject({ bytesPerSecond: 500_000, paused: true });
  for (const wrong of [{ bytesPerSecond: "1" }, { bytesPerSecond: "much" }, { reason: " " }, { order: "burst" }])
    expect(await send({ order: "rate", bytesPerSecond: "500000", reason, ...wrong })).toBe(400);
  const audited = (await api.database.audits(null)).map(({ who, what, why }) => `${who}: ${what}, ${why}`);
  expect(audited).toEqual(["rate", "pause"].map(() => "oidc:camille-1: throttle.set, the office is working"));
});

test("the throttle's page is asked for again while it is looked at, but for what somebody writes into its form", async () => {
  const page = await (await get("/operate/throttle")).text();
  expect(page).toContain('<script type="module" src="/operate/live.js">');
  expect(page).toMatch(/data-live="throttle" data-every="5"/);
  const [, ...live] = page.split("data-live=");
  expect(live.map((part) => /^"([^"]+)"/.exec(part)?.[1])).toEqual([
    "throttle",
    "throttle used",
    "throttle table",
    "throttle orders",
  ]);
  expect(live.at(-1)).not.toContain("<input");
});

test("quarantine is told by table, column and rule, with no value", async () => {
  expect(await text("/operate/quarantine")).toContain("Nothing is in quarantine.");
  await api.database.query(
    "insert into sillage.quarantine (load_id, part, line, table_key, column_name, rule, sealed) select 'L1', 1, line, 'orders', 'total', 'empty', 'sealed-row' from generate_series(1, 3) as line",
  );
  expect(await text("/operate/quarantine")).toContain("orders total empty 3");
  expect(await text("/operate/quarantine")).not.toContain("sealed-row");
});

test("the register has every field that says something of a person, as the command does", async () => {
  const shown = await text("/operate/register");
  for (const { table, column } of registerFields(deployment.graph.spec)) expect(shown).toContain(`${table}.${column} `);
  expect(shown).toContain(deployment.graph.spec.register?.controller);
});

test("a privacy officer reads the register, is led to it, and sees no other of the operators' pages", async () => {
  const register = await get("/operate/register", "privacy-officer");
  expect(register.status).toBe(200);
  const page = await register.text();
  expect(page).toContain(deployment.graph.spec.register?.controller);
  expect(page).not.toContain('href="/operate/catalogue"');
  for (const path of ["/", "/dashboards/overview"])
    expect(await (await get(path, "privacy-officer")).text()).toContain('href="/operate/register"');
  for (const path of ["/operate", "/operate/catalogue", "/operate/quarantine", "/operate/register/"])
    expect((await get(path, "privacy-officer")).status).toBe(403);
  expect((await get("/operate/register", "viewer")).status).toBe(403);
});

test("the entry has what each may see, and the way to sign in for whoever is nobody yet", async () => {
  const [operator, viewer] = await Promise.all(
    ["operator", "viewer"].map(async (role) => (await get("/", role)).text()),
  );
  for (const page of [operator, viewer]) expect(page).toContain('href="/dashboards/overview"');
  expect(operator).toContain('href="/operate/catalogue"');
  expect(viewer).not.toContain("/operate/");
  const stranger = await (await Promise.resolve(api.app.request("/"))).text();
  expect(stranger).toContain('href="/login?to=/"');
  expect(stranger).not.toContain("/dashboards/");
});

test("the dashboards lead operators to their pages, and nobody else", async () => {
  const link = 'href="/operate/catalogue"';
  expect(await (await get("/dashboards/overview")).text()).toContain(link);
  expect(await (await get("/dashboards/overview", "viewer")).text()).not.toContain(link);
});

test("a viewer sees no operators' page, and who is nobody signs in first", async () => {
  expect((await get("/operate/catalogue", "viewer")).status).toBe(403);
  expect((await Promise.resolve(api.app.request("/operate/catalogue"))).status).toBe(303);
});
