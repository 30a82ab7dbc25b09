import { beforeAll, beforeEach, expect, test } from "vitest";
import { deployment } from "../../assets/index.ts";
import type { Scope } from "../../core/access/scopes.ts";
import { materialise, testApi, type TestApi } from "../../test/harness/api.ts";
import { recordedOperations } from "../../test/fakes/recorded-operations.ts";

const { operations, orders } = recordedOperations(deployment);
let api: TestApi;
const keys = new Map<string, string>();
beforeAll(async () => {
  api = await testApi({ operations });
  for (const scope of ["assets:read", "operate", "admin", "kpi:read"] as const) keys.set(scope, await api.key([scope]));
});
beforeEach(() => void orders.splice(0));

type Asked = { readonly method?: string; readonly body?: unknown };
const ask = (scope: Scope, path: string, { method = "GET", body }: Asked = {}) =>
  api.app.request(`/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${keys.get(scope)}`, "content-type": "application/json" },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
const told = async (response: Response | Promise<Response>): Promise<unknown> => {
  const { status } = await response;
  return [status, await (await response).json()];
};
const by = { who: expect.stringMatching(/^key:[0-9a-f]{12}$/), why: "a trial" };
const id = "01JBC3Q0Z9X8Y7W6V5T4S3R2Q1";
const changed = { oldValue: "before", newValue: "after" };

const everyOrder: readonly [string, string, object, Scope][] = [
  ["POST", "/runs", { target: "nightly" }, "operate"],
  ["PUT", "/runs/nightly-1/concurrency", { assets: 2 }, "operate"],
  ["POST", "/backfills", { selection: "bookings", from: "2026-06-01" }, "operate"],
  ["POST", `/backfills/${id}/pause`, {}, "operate"],
  ["PUT", `/backfills/${id}/concurrency`, { windows: 8 }, "operate"],
  ["POST", "/assets/clients/pause", {}, "operate"],
  ["PUT", "/assets/clients/watermark", { mark: "2026-06-01T00:00:00Z" }, "admin"],
  ["PATCH", "/throttle", { paused: true }, "operate"],
  ["PUT", "/sources/ponton/rate", { requestsPerSecond: 2 }, "operate"],
];

test.each(everyOrder)("%s %s needs its scope and a reason", async (method, path, body, scope) => {
  const others = (["assets:read", "operate", "admin", "kpi:read"] as const).filter((other) => other !== scope);
  for (const other of others)
    expect((await ask(other, path, { method, body: { ...body, reason: "x" } })).status).toBe(403);
  expect(await told(ask(scope, path, { method, body }))).toEqual([
    400,
    expect.objectContaining({
      type: "/problems/invalid-parameter",
      errors: [{ path: "reason", rule: "invalid_type" }],
    }),
  ]);
  expect((await api.app.request(`/api/v1${path}`, { method })).status).toBe(401);
  expect(orders).toEqual([]);
});

test.each(["/assets", "/assets/clients", "/runs", "/runs/nightly-1", "/backfills", "/throttle", "/sources"])(
  "%s is seen with assets:read alone",
  async (path) => {
    expect((await ask("assets:read", path)).status).toBe(200);
    for (const other of ["operate", "admin", "kpi:read"] as const) expect((await ask(other, path)).status).toBe(403);
  },
);

test("assets say how they stand, as the operators' pages do, with who holds them, the incident and the run that failed", async () => {
  const at = "2026-07-03T02:30:00.000Z";
  await materialise(api.database, at);
  const incident = { id: "orders/1", asset: "orders", health: "late", why: "It is old.", openedAt: at } as const;
  await api.database.keepIncident({ ...incident, closedAt: null, toldAt: null });
  const step = { rows: 0, bytes: null, code: "source.denied", load: null, ms: 1, detail: "" };
  await api.database.keepSteps("run/initial/7", [{ ...step, asset: "orders", state: "failed", endedAt: at }]);
  const control = { revision: 1, pause: { who: "Ada Exemple", why: "a trial", at }, hand: null };
  const change = { id: "p", at, what: "asset.pause", subject: "clients", oldValue: null, newValue: null } as const;
  await api.database.recordAudit(
    { ...change, who: "Ada Exemple", why: "a trial" },
    { asset: "clients", landedThrough: null, fence: 0, control },
  );
  type Told = { readonly data: readonly { readonly key: string }[] };
  const { data }: Told = JSON.parse(await (await ask("assets:read", "/assets")).text());
  const of = (key: string) => data.find((asset) => asset.key === key);
  expect(of("orders")).toMatchObject({
    state: "failing",
    incident: { health: "late", why: "It is old.", openedAt: at },
    failedRun: "/api/v1/runs/initial%2F7",
  });
  expect(of("clients")).toMatchObject({ state: "paused", paused: { who: "Ada Exemple", why: "a trial", at } });
  expect(of("communes")).toMatchObject({ state: "loaded", paused: null, incident: null, failedRun: null });
  expect(await told(ask("assets:read", "/assets/orders"))).toEqual([
    200,
    expect.objectContaining({ state: "failing" }),
  ]);
});

test("an asset's columns say what they mean and, as the register does, what of a person they say", async () => {
  type Told = { readonly columns: readonly { readonly name: string }[] };
  const { columns }: Told = JSON.parse(await (await ask("assets:read", "/assets/clients")).text());
  const of = (name: string) => columns.find((column) => column.name === name);
  const birthYear = { type: "int", nullable: true, personal: "year of birth", action: "generalise" };
  expect(of("birthYear")).toMatchObject({ ...birthYear, doc: "Year of birth; 1940 for anybody born before" });
  expect(of("language")).toMatchObject({ personal: "language", action: "keep" });
  expect(of("id")).toMatchObject({ personal: "pseudonym", action: "pseudonymise" });
});

test("a run is started under the caller's name, and where it is told", async () => {
  const body = { target: "clients and kind:table", full: true, reason: " a trial " };
  expect(await told(ask("operate", "/runs", { method: "POST", body }))).toEqual([
    202,
    { id: "run/nightly-1", href: "/api/v1/runs/nightly-1" },
  ]);
  expect(orders).toEqual([["run", { target: "clients and kind:table", full: true }, by]]);
});

test("a run that a person started is shown by its job and its own id, the slash between them encoded", async () => {
  const answer = await told(ask("assets:read", `/runs/${encodeURIComponent(`initial/${id}`)}`));
  expect(answer).toEqual([200, expect.objectContaining({ run: expect.objectContaining({ id: `run/initial/${id}` }) })]);
});

test("a backfill is planned, then started; a dry run only tells its windows", async () => {
  const body = { selection: "bookings", from: "2026-06-01", to: "2026-06-15", reason: "a trial" };
  const reading = { kind: "windows", says: "2 closed windows, some at once, then one up to now; then its checks" };
  const dry = await told(ask("operate", "/backfills", { method: "POST", body: { ...body, dryRun: true } }));
  expect(dry).toEqual([
    202,
    { id: null, tracks: [expect.objectContaining({ asset: "bookings", windows: 4, reading })] },
  ]);
  expect(orders).toEqual([]);
  const begun = await told(ask("operate", "/backfills", { method: "POST", body }));
  expect(begun).toEqual([202, expect.objectContaining({ id: `backfill/${id}` })]);
  const request = { selection: "bookings", from: "2026-06-01", to: "2026-06-15", windowMs: 7 * 86_400_000 };
  expect(orders).toEqual([["backfill", { request, concurrency: 4, queue: false }, by]]);
});

test("backfills, assets and runs are told what was ordered", async () => {
  const reason = "a trial";
  for (const order of ["pause", "resume", "cancel", "retry"])
    expect((await ask("operate", `/backfills/${id}/${order}`, { method: "POST", body: { reason } })).status).toBe(202);
  await ask("operate", `/backfills/${id}/concurrency`, { method: "PUT", body: { windows: 8, reason } });
  expect(await told(ask("operate", "/assets/clients/pause", { method: "POST", body: { reason } }))).toEqual([
    200,
    changed,
  ]);
  await ask("operate", "/assets/clients/resume", { method: "POST", body: { reason } });
  await ask("operate", "/runs/nightly-1/concurrency", { method: "PUT", body: { assets: 2, reason } });
  await ask("admin", "/assets/clients/watermark", { method: "PUT", body: { mark: "7", reason } });
  const named = `backfill/${id}`;
  expect(orders).toEqual([
    ...["pause", "resume", "cancel", "retry"].map((order) => [order, named, by]),
    ["concurrency", named, 8, by],
    ["pause", "clients", by],
    ["resume", "clients", by],
    ["run concurrency", "run/nightly-1", 2, by],
    ["mark", "clients", "7", by],
  ]);
});

test("rates are changed in the database, each change with its row in the audit", async () => {
  const reason = "a trial";
  const throttle = { bytesPerSecond: 500_000, paused: true, enabled: true };
  expect(await told(ask("operate", "/throttle", { method: "PATCH", body: { ...throttle, reason } }))).toEqual([
    200,
    throttle,
  ]);
  expect(await told(ask("assets:read", "/throttle"))).toEqual([200, throttle]);
  const rate = { requestsPerSecond: 0.5 };
  const set = await told(ask("operate", "/sources/ponton/rate", { method: "PUT", body: { ...rate, reason } }));
  expect(set).toEqual([200, { source: "ponton", ...rate }]);
  expect(await told(ask("assets:read", "/sources"))).toEqual([
    200,
    { data: expect.arrayContaining([expect.objectContaining({ source: "ponton", set: 0.5 })]) },
  ]);
  const audits = await api.database.audits(null);
  expect(audits.slice(0, 2).map(({ what, who, why }) => ({ what, who, why }))).toEqual(
    expect.arrayContaining([
      { what: "source.rate", ...by },
      { what: "throttle.set", ...by },
    ]),
  );
});

test("an asset tells its columns, and whether they are of a person", async () => {
  expect(await told(ask("assets:read", "/assets/clients"))).toEqual([
    200,
    expect.objectContaining({
      key: "clients",
      columns: expect.arrayContaining([expect.objectContaining({ name: "email", personal: "email" })]),
    }),
  ]);
});

test("what is not there is a 404, what cannot be meant a 400, and nothing that was sent is told back", async () => {
  const sent = "ada.exemple@example.test";
  const body = { from: "2026-06-01", reason: "a trial" };
  const answers = [
    ask("assets:read", "/assets/cleints"),
    ask("operate", "/sources/pontoon/rate", { method: "PUT", body: { requestsPerSecond: null, reason: sent } }),
    ask("operate", "/backfills", { method: "POST", body: { ...body, selection: `clients and ${sent}` } }),
    ask("operate", "/backfills", { method: "POST", body: { ...body, selection: "bookings", from: sent } }),
    ask("operate", "/backfills", { method: "POST", body: { ...body, selection: "bookings", partitions: "2026-06" } }),
    ask("operate", "/runs", { method: "POST", body: `{"target": "${sent}` }),
    ask("operate", `/backfills/${sent}/pause`, { method: "POST", body: { reason: "x" } }),
    ask("operate", `/backfills/${id}/frob`, { method: "POST", body: { reason: "x" } }),
    ask("assets:read", `/runs?limit=1000000&state=${sent}&frob=1`),
  ];
  const texts = await Promise.all(
    answers.map(async (answer) => `${(await answer).status} ${await (await answer).text()}`),
  );
  expect(texts.map((text) => text.slice(0, 3))).toEqual([
    "404",
    "404",
    "400",
    "400",
    "400",
    "400",
    "400",
    "404",
    "400",
  ]);
  expect(texts.join("\n")).not.toContain("exemple");
  expect(JSON.parse(texts[8]?.slice(4) ?? "")).toMatchObject({
    errors: [
      { path: "state", rule: "invalid_value" },
      { path: "limit", rule: "too_big" },
      { path: "frob", rule: "unrecognized_keys" },
    ],
  });
});

test("an order that is longer than one can be is refused unread", async () => {
  const body = { target: "nightly", reason: "x".repeat(20_000) };
  expect(await told(ask("operate", "/runs", { method: "POST", body }))).toEqual([
    413,
    expect.objectContaining({ type: "/problems/too-large" }),
  ]);
});

test("orders where no Temporal server answers are a matter of asking again", async () => {
  const away = await testApi({}, api.database);
  const response = await away.app.request("/api/v1/runs", {
    headers: { authorization: `Bearer ${await away.key(["assets:read"])}` },
  });
  expect([response.status, response.headers.get("retry-after")]).toEqual([503, "30"]);
  expect(await response.json()).toMatchObject({ code: "temporal.unreachable" });
});
