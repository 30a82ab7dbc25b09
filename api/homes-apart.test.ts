import { afterAll, beforeAll, expect, test } from "vitest";
import { deployment } from "../assets/index.ts";
import { peopleDaily } from "../assets/marts/people-daily.ts";
import type { Database } from "../core/ports/database.ts";
import { isPeopleTable, type DeclaredKpi, type Values } from "../db/declare/kpi.ts";
import { openDatabase } from "../db/open-database.ts";
import { World } from "../dev/ponton/world.ts";
import { materialise, testApi } from "../test/harness/api.ts";
import { makeHard } from "../test/harness/hard-rows.ts";
import { storeWorld } from "../test/harness/store-world.ts";

let database: Database;
let get: Awaited<ReturnType<typeof testApi>>["get"];
beforeAll(async () => {
  const world = new World(7, "tiny");
  makeHard(world);
  database = await openDatabase({ memory: true }, deployment);
  await database.migrate();
  await storeWorld(database, (table) => world.shelf(table).sorted());
  await materialise(database, "2026-12-31T23:00:00.000Z");
  const often = { perSecond: 1e6, burst: 1e6 };
  const access = { trustedProxies: [], manners: { caller: often, address: often } };
  ({ get } = await testApi({ access }, database));
});
afterAll(() => database.close());

type Asked = { readonly kpi: DeclaredKpi; readonly values: Values };

/** Each KPI with each word of each parameter, the others as they are by default. */
const questions: readonly Asked[] = deployment.kpis.flatMap((kpi) => [
  { kpi, values: {} },
  ...Object.entries(kpi.params).flatMap(([name, { values }]) =>
    values.slice(1).map((value) => ({ kpi, values: { [name]: value } })),
  ),
]);
const ofHomes = ({ kpi, values }: Asked): boolean => isPeopleTable(kpi, values);
const spans = ["from=2026-08-01&to=2026-09-01", "from=2026-08-01&to=2026-09-01&site=2"];

/** What is answered, by question. */
async function answersOf(asked: readonly Asked[]): Promise<ReadonlyMap<string, string>> {
  const answers = new Map<string, string>();
  for (const { kpi, values } of asked)
    for (const span of spans) {
      const words = new URLSearchParams({ ...values, ...(kpi.compared && { compare: "previous_year" }) });
      const path = `/api/v1/kpi/${kpi.spec.key}?${span}&limit=1000&${words.toString()}`;
      const response = await get(path);
      const text = await response.text();
      if (response.status !== 200) throw new Error(`${path}: ${response.status} ${text}`);
      const { data }: { readonly data: unknown } = JSON.parse(text);
      answers.set(path, JSON.stringify(data));
    }
  return answers;
}

test("where people live changes nothing of what is told by any KPI but the tables of homes, where small cells are hidden", async () => {
  const apart = questions.filter((asked) => !ofHomes(asked));
  const [before, homes] = [await answersOf(apart), await answersOf(questions.filter(ofHomes))];
  await database.query(
    `update "open".clients c set commune_code = m.commune_code from
     (select id, lag(commune_code, 7) over (order by id) as commune_code from "open".clients) m where m.id = c.id`,
  );
  await database.buildMart(peopleDaily.spec, undefined);
  expect(await answersOf(apart)).toEqual(before);
  const moved = await answersOf(questions.filter(ofHomes));
  expect([...homes].filter(([path, answer]) => answer !== moved.get(path)).length).toBeGreaterThan(0);
  // Of nothing told, equal answers would say nothing.
  expect([...before.values()].filter((answer) => answer !== "[]").length).toBeGreaterThan(50);
}, 600_000);

test("how old people are, their sex and their language change nothing of what is told by any KPI, also of homes", async () => {
  const before = await answersOf(questions);
  await database.query(
    `update "open".clients c set birth_year = 1940 + m.at % 60, gender = case when m.at % 2 = 0 then 'f' else 'm' end,
      language = case when m.at % 3 = 0 then 'en' else 'fr' end
     from (select id, row_number() over (order by id) as at from "open".clients) m where m.id = c.id`,
  );
  const [moved] = await database.query(
    `select count(distinct birth_year) as years, count(distinct gender) as genders from "open".clients`,
  );
  expect(Number(moved?.["years"])).toBeGreaterThan(10);
  expect(Number(moved?.["genders"])).toBeGreaterThan(1);
  for (const mart of deployment.graph.spec.marts) await database.buildMart(mart, undefined);
  expect(await answersOf(questions)).toEqual(before);
}, 600_000);
