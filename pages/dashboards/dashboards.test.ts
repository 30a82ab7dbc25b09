import { gzipSync } from "node:zlib";
import { beforeAll, expect, test } from "vitest";
import { deployment } from "../../assets/index.ts";
import type { ApiDeps, Pages } from "../../api/deps.ts";
import { SillageError } from "../../core/errors.ts";
import { materialise, pidOf, seedSales, sell, testApi, type TestApi } from "../../test/harness/api.ts";
import { ask as query } from "../../test/contracts/portable.ts";
import { storeRows } from "../../test/harness/store-rows.ts";
import { createSessions } from "../login/session.ts";
import { createPages } from "../create-pages.ts";

const sessions = createSessions({ key: Buffer.alloc(32, 1), secure: false, now: Date.now });
const ends = Math.floor(Date.now() / 1000) + 3_600;
const session = { id: "s", subject: "somebody", name: "Camille Exemple", roles: ["viewer"], ends };
const cookie = `sillage_session=${sessions.signer.sign("session", session)}`;
const pages = (deps: ApiDeps): Pages => createPages(deps, { sessions, oidc: undefined, passphrase: undefined });

let api: TestApi;
beforeAll(async () => {
  api = await testApi({ pages });
  await seedSales(api.database);
  await storeRows(api.database, "clients", [{ id: pidOf(1), marketing_opt_in: false, commune_code: "59350" }]);
  await sell(api.database, { id: 10, day: "2025-07-01", site: 1, product: 1, total: "96.00" });
  await sell(api.database, { id: 11, day: "2026-06-20", site: 1, product: 1, total: "480.00", client: pidOf(1) });
});

const get = (path: string, headers: Record<string, string> = {}) =>
  Promise.resolve(api.app.request(path, { headers: { cookie, ...headers } }));
const text = async (path: string, headers?: Record<string, string>) => {
  const markup = await (await get(path, headers)).text();
  return markup.replaceAll(/<style.*?<\/style>|<[^>]+>/gs, " ").replaceAll(/\s+/g, " ");
};
const july = "from=2026-07-01&until=2026-07-02";

test("a page shows what the API answers, beside a year before and how it changed", async () => {
  const shown = await text(`/dashboards/overview?${july}`);
  expect(shown).toContain("Net sales €150 A year before: €80 Change ▲ +87.6%");
  expect(shown).toContain("1 July 2026 – 2 July 2026");
  expect(shown).toContain("Data complete through 3 July 2026 at 04:00.");
});

test("the table under a drawing has its numbers, with those of a year before", async () => {
  expect(await text(`/dashboards/overview?${july}`)).toContain(
    "From Net sales Orders A year before 1 Jul €100 1 €80 2 Jul €50 2 –",
  );
});

test("one base's page is that base's, the first unless told", async () => {
  expect(await text(`/dashboards/park?${july}`)).toContain("A base, Base");
  expect(await text(`/dashboards/park?${july}&site=2`)).toContain("Net sales €50");
});

test("the browser's language is spoken, and that of a link from then on", async () => {
  expect(await text("/dashboards/overview", { "accept-language": "de, fr;q=0.8, en;q=0.2" })).toContain(
    "Vue d’ensemble",
  );
  const linked = await get("/dashboards/overview?lang=fr");
  const kept = linked.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  expect(await text("/dashboards/overview", { cookie: `${cookie}; ${kept}` })).toContain("Vue d’ensemble");
  expect(await text("/dashboards/overview", { "accept-language": "de" })).toContain("Overview");
});

test("rows as CSV are those of the API; of a French page, for a French Excel", async () => {
  const path = `/dashboards/overview/sales-over-time.csv?${july}`;
  const csv = await (await get(path)).text();
  const asked = "/api/v1/kpi/revenue?grain=day&from=2026-07-01&to=2026-07-03&format=csv";
  expect(csv.split("\r\n")[1]).toBe("2026-07-01,120,0,100,1");
  const told = await (await api.get(asked)).text();
  expect(csv).toBe(told.replace(",delta\r\n", "\r\n").replaceAll(",\r\n", "\r\n"));
  expect(await (await get(path, { "accept-language": "fr" })).text()).toContain("2026-07-02;60,1;0;50,08;2");
});

test("rows as CSV say how old and how complete they are, in the headers of the API's", async () => {
  const answer = await get(`/dashboards/overview/sales-over-time.csv?${july}`);
  const asked = await api.get("/api/v1/kpi/revenue?grain=day&from=2026-07-01&to=2026-07-03&format=csv");
  const said = ["sillage-data-as-of", "sillage-complete", "sillage-late", "last-modified"];
  const of = ({ headers }: Response) => said.map((name) => headers.get(name));
  expect(of(answer)).toEqual(of(asked));
  expect(answer.headers.get("sillage-data-as-of")).toBe("2026-07-03T02:00:00.000Z");
  expect(answer.headers.get("sillage-complete")).toBe("true");
});

test("a number of few people is hidden, in the drawing, the table and the CSV, and the page says why", async () => {
  const june = "from=2026-06-01&until=2026-06-30";
  const shown = await text(`/dashboards/clients?${june}`);
  expect(shown).toContain("Why is this number missing?");
  expect(shown).toContain("fewer than 11 people");
  expect(shown).not.toMatch(/€?(480|400)\b/);
  const csv = await (await get(`/dashboards/clients/homes.csv?${june}`)).text();
  expect(csv).toContain("suppressed: k");
  expect(csv).not.toMatch(/480|400/);
});

test("tables of people are of whole months that are over, the last one where the one picked goes on, which is said", async () => {
  const said = "Of this time alone: 1 June 2026 – 30 June 2026.";
  const running = "These numbers appear when their month or year is over: this is the last one.";
  expect(await text(`/dashboards/clients?${july}`)).toContain(`${said} ${running}`);
  const usual = await text("/dashboards/clients");
  expect(usual).toContain("1 June 2026 – 30 June 2026 ● Data complete");
  expect(usual).toContain(said);
  expect(usual).not.toContain(running);
  expect(await text(`/dashboards/clients?${july}&lang=fr`)).toContain("voici les derniers");
});

test("where the age of the data is unknown no month of people is shown", async () => {
  await query(api.database, "update sillage.asset_state set loaded_through = null where asset = 'people_daily'", []);
  expect(await text("/dashboards/clients")).toContain("Clients by home Not there yet");
  await materialise(api.database, "2026-07-03T02:00:00.000Z");
});

test.each([
  ["/dashboards/overview?from=2026-07-02&until=2026-07-01", 400],
  ["/dashboards/overview?from=1900-01-01&until=2026-07-01", 400],
  ["/dashboards/overview?from=x", 400],
  ["/dashboards/overview?site=77", 404],
  ["/dashboards/overview?site=1%20or%201=1", 404],
  ["/dashboards/overview/none.csv", 404],
  ["/dashboards/overview/sales-over-time.csv?site=77", 404],
])("what cannot be shown is refused without an echo: %s", async (path, status) => {
  const answer = await get(path);
  expect(answer.status).toBe(status);
  expect(await answer.text()).not.toContain("or 1=1");
});

test("names are text, whatever the vendor wrote in them", async () => {
  await query(api.database, `update "open".sites set name = $1 where id = 2`, ['<img src="x">']);
  await materialise(api.database, "2026-07-03T02:00:01.000Z");
  const markup = await (await get(`/dashboards/overview?${july}`)).text();
  expect(markup).toContain("&lt;img src=&quot;x&quot;&gt;");
  expect(markup).not.toContain("<img");
});

test("every page weighs less than 60 KB compressed and holds no script", async () => {
  for (const { key } of deployment.dashboards.pages) {
    const answer = await get(`/dashboards/${key}?from=2022-01-01&until=2026-07-04`, { "accept-encoding": "gzip" });
    const markup = await (await get(`/dashboards/${key}?from=2022-01-01&until=2026-07-04`)).text();
    expect(answer.headers.get("content-encoding")).toBe("gzip");
    expect((await answer.arrayBuffer()).byteLength).toBeLessThan(60_000);
    expect(gzipSync(markup).byteLength).toBeLessThan(60_000);
    expect(markup).not.toMatch(/<script|\son[a-z]+=|style="/);
  }
});

type Asked = TestApi["database"];

/** A database that tells of each statement of a KPI before it is sent. */
const telling = (asked: Asked, tell: (statement: Parameters<Asked["read"]>[0]) => void): Asked => ({
  ...asked,
  async read(statement) {
    tell(statement);
    return asked.read(statement);
  },
});

/** A database, and how many statements of KPIs it was asked. */
function countingReads(asked: Asked): { readonly database: Asked; reads: number } {
  const counted = { reads: 0, database: telling(asked, () => void counted.reads++) };
  return counted;
}

test("a page that is asked again sends no statement of a KPI until an asset changes", async () => {
  const { database } = api;
  const counting = countingReads(database);
  const counted = await testApi({ pages, database: counting.database }, database);
  const look = async (): Promise<number> => {
    counting.reads = 0;
    const answer = await counted.app.request(`/dashboards/overview?${july}`, { headers: { cookie } });
    expect(answer.status).toBe(200);
    return counting.reads;
  };
  expect(await look()).toBeGreaterThan(5);
  expect(await look()).toBe(0);
  await materialise(database, "2026-07-03T03:00:00.000Z");
  expect(await look()).toBeGreaterThan(5);
});

test("a page that somebody looked at for a usual period is asked ahead once an asset changed, for that period of the day", async () => {
  const counting = countingReads(api.database);
  let made: Pages | undefined;
  let day = "2026-07-04";
  const served = await testApi(
    {
      pages: (deps) => (made = pages(deps)),
      database: counting.database,
      clock: { now: () => new Date(`${day}T10:00:00.000Z`) },
    },
    api.database,
  );
  const look = async (query: string) => {
    counting.reads = 0;
    await served.app.request(`/dashboards/overview?${query}`, { headers: { cookie } });
    return counting.reads;
  };
  for (const none of ["site=77", july]) await look(none);
  expect(made?.ahead.isWanted()).toBe(false);
  expect(await look("from=2026-07-01&until=2026-07-04&site=2")).toBeGreaterThan(5);
  expect(made?.ahead.isWanted()).toBe(true);
  day = "2026-07-05";
  await materialise(api.database, "2026-07-03T04:00:00.000Z");
  await made?.ahead.look();
  expect(await look("from=2026-07-01&until=2026-07-05&site=2&lang=fr")).toBe(0);
  expect(await look("from=2026-07-01&until=2026-07-05&site=1")).toBeGreaterThan(5);
});

test("a page that cannot be asked ahead keeps no other one from it, and is told", async () => {
  const counting = countingReads(api.database);
  let made: Pages | undefined;
  let isBroken = false;
  const database = telling(counting.database, (statement) => {
    if (isBroken && JSON.stringify(statement).includes("payments_daily")) throw new Error("a mart is broken");
  });
  const served = await testApi({ pages: (deps) => (made = pages(deps)), database }, api.database);
  for (const page of ["overview", "payments"]) await served.app.request(`/dashboards/${page}`, { headers: { cookie } });
  await materialise(api.database, "2026-07-03T05:00:00.000Z");
  isBroken = true;
  await expect(made?.ahead.look()).rejects.toThrow("a mart is broken");
  counting.reads = 0;
  await served.app.request("/dashboards/overview", { headers: { cookie } });
  expect(counting.reads).toBe(0);
});

test("where nothing was ever built a page says so, part by part", async () => {
  const empty = await testApi({ pages });
  const answer = await empty.app.request("/dashboards/overview", { headers: { cookie } });
  expect(answer.status).toBe(200);
  const markup = await answer.text();
  expect(markup.match(/never loaded/g)?.length).toBeGreaterThan(4);
  await empty.database.close();
});

test("a database that is away is told on a page, and when to come back", async () => {
  const away = new SillageError({ code: "db.away", message: "away", fix: "wait", retryable: true });
  const waiting = await testApi({ pages, standing: () => away }, api.database);
  const answer = await waiting.app.request("/dashboards/overview", { headers: { cookie } });
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "30"]);
  expect(await answer.text()).toContain("The data do not answer at the moment.");
});

test("what nobody expected is told by an id, which the log has too", async () => {
  const broken = await testApi({ pages, clock: { now: () => new Date(Number.NaN) } }, api.database);
  const answer = await broken.app.request("/dashboards/overview", { headers: { cookie } });
  const id = /[0-9a-f-]{36}/.exec(await answer.text())?.[0] ?? "none";
  expect(answer.status).toBe(500);
  expect(broken.reports.join("\n")).toContain(id);
});

test("no page is there for whoever did not sign in", async () => {
  for (const { key, charts } of deployment.dashboards.pages)
    for (const path of [`/dashboards/${key}`, ...charts.map((chart) => `/dashboards/${key}/${chart.key}.csv`)])
      expect((await api.app.request(path)).status).toBe(303);
});
