import { beforeAll, expect, test } from "vitest";
import { deployment } from "../assets/index.ts";
import type { ApiDeps } from "../api/deps.ts";
import { isSealed } from "../core/spec/column.ts";
import { materialise, pidOf, seedSales, sellAll, testApi, type TestApi } from "../test/harness/api.ts";
import { crawl } from "../test/harness/crawl.ts";
import { markerScan } from "../test/harness/marker-scan.ts";
import { personalShapes } from "../test/harness/personal-shapes.ts";
import { sessionCookie, sessionKey } from "../test/harness/signed-in.ts";
import { storeRows } from "../test/harness/store-rows.ts";
import { createPages } from "./create-pages.ts";
import { createSessions } from "./login/session.ts";

const people = Array.from({ length: 14 }, (_, at) => pidOf(at + 1));
const marker = (column: string) => `Exemple-de-${column}`;
const clients = deployment.graph.spec.tables.find(({ key }) => key === "clients");
const sealed = (clients?.columns ?? []).filter(isSealed);
/** What stands in the rows and is nobody's to see: pseudonyms in the open ones, and clear texts where sealed ones would be. */
const find = markerScan(
  new Map([
    ...people.map((pid) => [pid, "a pseudonym"] as const),
    ...sealed.map(({ name }) => [marker(name), name] as const),
  ]),
);

const sessions = createSessions({ key: sessionKey, secure: false, now: Date.now });
const pages: ApiDeps["pages"] = (deps) => createPages(deps, { sessions, oidc: undefined, passphrase: undefined });
let api: TestApi;
beforeAll(async () => {
  api = await testApi({ pages });
  await seedSales(api.database);
  await storeRows(
    api.database,
    "clients",
    people.map((id) => ({ id, marketing_opt_in: false, commune_code: "59350" })),
  );
  const bytes = sealed.map(({ name, physical }) => [physical, `\\x${Buffer.from(marker(name)).toString("hex")}`]);
  await api.database.query(
    `insert into sealed.clients select * from jsonb_populate_recordset(null::sealed.clients, $1::text::jsonb)`,
    [JSON.stringify(people.map((id) => ({ id, ...Object.fromEntries(bytes) })))],
  );
  await sellAll(
    api.database,
    people.map((client, at) => ({ id: 100 + at, day: "2026-06-20", site: 1, product: 1, total: "60.00", client })),
  );
  await materialise(api.database, "2026-07-03T02:00:00.000Z");
});

/** Files behind drawings, also of those that have no row to link to one. */
const files = deployment.dashboards.pages.flatMap(({ key, charts }) =>
  charts.map((chart) => `/dashboards/${key}/${chart.key}.csv?from=2026-06-01&until=2026-07-31`),
);

/** Those, and everything that links lead a viewer to from the entry on. */
function crawled(): Promise<ReadonlyMap<string, Response>> {
  const { name, value } = sessionCookie("viewer");
  return crawl(async (path) => api.app.request(path, { headers: { cookie: `${name}=${value}` } }), ["/", ...files]);
}

const foundIn = async (answers: Iterable<readonly [string, Response]>) => {
  const found: (readonly [string, readonly string[]])[] = [];
  for (const [path, answer] of answers) {
    const markers = find(new Uint8Array(await answer.arrayBuffer()));
    if (markers.length > 0) found.push([path, markers]);
  }
  return found;
};

test("no dashboard, and no file behind one, shows a viewer a pseudonym or a personal value", async () => {
  const answers = await crawled();
  const led = [...answers.keys()].map((path) => new URL(path, "http://pages").pathname);
  expect(led).toEqual(expect.arrayContaining(deployment.dashboards.pages.map(({ key }) => `/dashboards/${key}`)));
  expect([...answers].filter(([, { status }]) => status >= 400).map(([path]) => path)).toEqual([]);
  for (const [path, answer] of answers)
    expect([path, personalShapes(Buffer.from(await answer.clone().text()))]).toEqual([path, []]);
  expect(await foundIn(answers)).toEqual([]);
});

test("no KPI, in any word of any parameter, as JSON or CSV, tells a pseudonym or a personal value", async () => {
  const span = "from=2026-06-01&to=2026-07-01";
  const answers: (readonly [string, Response])[] = [];
  for (const { spec, params } of deployment.kpis) {
    // A key of its own for each: what one key may ask at once is bounded.
    const headers = { authorization: `Bearer ${await api.key(["kpi:read", "kpi:individual"])}` };
    const words = Object.entries(params).flatMap(([name, { values }]) => values.map((word) => `&${name}=${word}`));
    for (const own of ["", ...words])
      for (const format of ["json", "csv"]) {
        const path = `/api/v1/kpi/${spec.key}?${span}${own}&format=${format}`;
        answers.push([path, await api.app.request(path, { headers })]);
      }
  }
  expect(answers.filter(([, { status }]) => status !== 200).map(([path]) => path)).toEqual([]);
  expect(await foundIn(answers)).toEqual([]);
});

test("who looks for them finds them: the rows below hold them all", async () => {
  const open = JSON.stringify(await api.database.query(`select id from "open".clients`));
  expect(find(Buffer.from(open))).toEqual(["a pseudonym"]);
  const names = sealed.map(({ physical }) => `convert_from("${physical}", 'UTF8') as "${physical}"`).join(", ");
  const rows = JSON.stringify(await api.database.query(`select ${names} from sealed.clients`));
  expect(find(Buffer.from(rows))).toEqual(sealed.map(({ name }) => name).toSorted());
});
