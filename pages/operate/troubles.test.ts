import { beforeAll, expect, test } from "vitest";
import { deployment } from "../../assets/index.ts";
import { materialise, testApi, type TestApi } from "../../test/harness/api.ts";
import { sessionCookie, sessionKey } from "../../test/harness/signed-in.ts";
import { createPages } from "../create-pages.ts";
import { createSessions } from "../login/session.ts";

const sessions = createSessions({ key: sessionKey, secure: false, now: Date.now });
const { name, value } = sessionCookie("operator");
const [fresh, at] = ["2026-07-04T09:00:00.000Z", "2026-07-03T02:30:00.000Z"];
const warning = deployment.graph.assets.find(({ checks }) => checks.some(({ severity }) => severity === "warn"));
const incident = { asset: "orders", health: "failing", why: "The source refuses the key.", toldAt: null } as const;

let api: TestApi;
let quiet: string;
beforeAll(async () => {
  api = await testApi({ pages: (deps) => createPages(deps, { sessions, oidc: undefined, passphrase: undefined }) });
  await materialise(api.database, fresh);
  quiet = await text("/operate/catalogue");
  await failing();
  await held();
  await warned();
});

const get = async (path: string) => (await api.app.request(path, { headers: { cookie: `${name}=${value}` } })).text();
const text = async (path: string) => (await get(path)).replaceAll(/<[^>]+>/gs, " ").replaceAll(/\s+/g, " ");

async function failing(): Promise<void> {
  const { database } = api;
  await database.keepIncident({ ...incident, id: "orders/1", openedAt: at, closedAt: null });
  await database.keepIncident({ ...incident, id: "sites/1", asset: "sites", openedAt: at, closedAt: at });
  const step = { asset: "orders", rows: 0, bytes: null, code: "source.denied", load: null, ms: 1, detail: "" };
  await database.keepSteps("run/nightly-7", [{ ...step, state: "failed", endedAt: at }]);
  await database.keepSteps("run/nightly-8", [{ ...step, state: "skipped", endedAt: fresh }]);
}

async function held(): Promise<void> {
  const by = { who: "Ada Exemple", why: "a trial", at };
  const control = { revision: 1, pause: by, hand: null };
  await api.database.recordAudit(
    { ...by, id: "p", what: "asset.pause", subject: "gift_cards", oldValue: null, newValue: null },
    { asset: "gift_cards", landedThrough: null, fence: 0, control },
  );
}

const warned = async (): Promise<unknown> =>
  api.database.query(
    "insert into sillage.check_result (asset, check_name, cause, kind, severity, state, figure, bound, at) values ($1, $2, 'run/1', 'nullShare', 'warn', 'failed', 0.5, 'at most 0.3', $3)",
    [warning?.key, warning?.checks.find(({ severity }) => severity === "warn")?.name, at],
  );

test("where nothing needs a look, the pages say that", () => {
  expect(quiet).toContain("● No asset is failing, late, paused or warned of.");
  expect(quiet).not.toMatch(/✕|▲|‖|Needs a look/);
});

test.each([
  ["orders", "failing", "✕ Failing"],
  ["gift_cards", "paused", "‖ Paused"],
  [warning?.key ?? "", "warned", "! Warning"],
])("%s is %s by colour, icon and word in the catalogue, the lineage and on its own page", async (key, state, mark) => {
  const coloured = new RegExp(`<span class="state ${state}"\\s*><span aria-hidden="true">${mark.slice(0, 1)}</span>`);
  for (const path of ["/operate/catalogue", "/operate/lineage", `/operate/assets/${key}`])
    expect(await get(path)).toMatch(coloured);
  expect(await text("/operate/catalogue")).toContain(`${key} Table ${mark} `);
  expect(await text("/operate/lineage")).toContain(`${key} ${mark} `);
  expect(await get("/operate/lineage")).toContain(`<a class="${state}" href="/operate/assets/${key}"`);
  expect(await text(`/operate/assets/${key}`)).toContain(`State ${mark} What is wrong `);
});

test("what needs a look stands first, the worst before all, with its reason and the run that tells more", async () => {
  expect(await get("/operate/catalogue")).toContain('href="/operate/runs/nightly-7"');
  const shown = await text("/operate/catalogue");
  expect(shown).toContain(
    "Needs a look: 3 ✕ Failing orders The source refuses the key. (Failing since 3 July 2026 at 04:30) Its last step failed in run/nightly-7 ‖ Paused gift_cards Paused by Ada Exemple: a trial (since 3 July 2026 at 04:30) ! Warning",
  );
  expect(shown).toMatch(/! Warning \w+ Failed, and warns: \S+: 0\.5, at most 0\.3 /);
});

test("a French page says it in French", async () => {
  const page = await get("/operate/catalogue?lang=fr");
  for (const word of ["À regarder", "En échec", "Suspendue par", "Avertissement"]) expect(page).toContain(word);
});

test("a throttle that is paused is told before all assets: nothing is loaded", async () => {
  await api.database.setThrottle("default", { paused: true });
  for (const page of ["/operate/catalogue", "/operate/lineage"])
    expect(await text(page)).toContain("Needs a look: 4 ‖ Paused Throttle The throttle is paused: nothing is loaded");
  await api.database.setThrottle("default", { paused: false });
  expect(await text("/operate/lineage")).not.toContain("The throttle is paused");
});

test("the lineage shows a state as soon as it changes: its places alone are remembered", async () => {
  await api.database.keepIncident({ ...incident, id: "orders/1", openedAt: at, closedAt: fresh });
  expect(await text("/operate/lineage")).not.toContain("✕");
});

test("assets that are late alone stand in one line: a night that did not come is one trouble", async () => {
  await materialise(api.database, at);
  const shown = await text("/operate/catalogue");
  expect(shown).toMatch(/Needs a look: \d+ ▲ Late sites activities products clients /);
});
