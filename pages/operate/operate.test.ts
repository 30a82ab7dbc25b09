import { beforeAll, expect, test } from "vitest";
import { deployment } from "../../assets/index.ts";
import type { ApiDeps } from "../../api/deps.ts";
import type { Operations } from "../../api/operations/operations.ts";
import { SillageError } from "../../core/errors.ts";
import { recordedOperations } from "../../test/fakes/recorded-operations.ts";
import { seedSales, testApi, type TestApi } from "../../test/harness/api.ts";
import { depsOf } from "../../core/spec/asset.ts";
import { createPages } from "../create-pages.ts";
import { createSessions } from "../login/session.ts";

import { layOutLineage } from "./lay-out-lineage.ts";

const sessions = createSessions({ key: Buffer.alloc(32, 1), secure: false, now: Date.now });
const ends = Math.floor(Date.now() / 1000) + 3_600;
const cookieOf = (role: string) =>
  `sillage_session=${sessions.signer.sign("session", { id: "s", subject: "x", name: "Camille Exemple", roles: [role], ends })}`;
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
  backfills: async () => {
    const request = { selection: "bookings", from: "2026-06-01", to: "2026-07-01", windowMs: 86_400_000 };
    const tracks = await recorded.planBackfill(request);
    const id = `backfill/${ulid}`;
    return [{ id, state: "running", request, tracks, startedAt: "2026-07-04T09:00:00.000Z", endedAt: null }];
  },
};
let api: TestApi;
beforeAll(async () => {
  api = await testApi({ pages, operations });
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

test("an asset's page says what is personal in it, and what it reads", async () => {
  expect(await text("/operate/assets/clients")).toMatch(/\((sealed|never kept)\)/);
  expect(await (await get("/operate/assets/people_daily")).text()).toContain('href="/operate/assets/clients"');
  expect((await get("/operate/assets/nothing")).status).toBe(404);
});

test("runs are told with their state", async () => {
  expect(await text("/operate/runs")).toMatch(/run\/nightly-1 … Running nightly schedule/);
});

test("a backfill is paused in the name of who signed in, with a reason and the token of the session", async () => {
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
  expect(orders).toEqual([["pause", `backfill/${ulid}`, { who: "Camille Exemple", why: "too much load" }]]);
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

test("the dashboards lead operators to their pages, and nobody else", async () => {
  const link = 'href="/operate/catalogue"';
  expect(await (await get("/dashboards/overview")).text()).toContain(link);
  expect(await (await get("/dashboards/overview", "viewer")).text()).not.toContain(link);
});

test("a viewer sees no operators' page, and who is nobody signs in first", async () => {
  expect((await get("/operate/catalogue", "viewer")).status).toBe(403);
  expect((await Promise.resolve(api.app.request("/operate/catalogue"))).status).toBe(303);
});
