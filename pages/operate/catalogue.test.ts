import { gzipSync } from "node:zlib";
import { beforeAll, expect, test } from "vitest";
import { deployment } from "../../assets/index.ts";
import { registerFields } from "../../core/register/register-fields.ts";
import { testApi, type TestApi } from "../../test/harness/api.ts";
import { sessionCookie, sessionKey } from "../../test/harness/signed-in.ts";
import { createPages } from "../create-pages.ts";
import { createSessions } from "../login/session.ts";

const sessions = createSessions({ key: sessionKey, secure: false, now: Date.now });
const { name, value } = sessionCookie("operator");
let api: TestApi;
beforeAll(async () => {
  api = await testApi({ pages: (deps) => createPages(deps, { sessions, oidc: undefined, passphrase: undefined }) });
});

const get = async (path: string) => (await api.app.request(path, { headers: { cookie: `${name}=${value}` } })).text();
const text = async (path: string) => (await get(path)).replaceAll(/<[^>]+>/gs, " ").replaceAll(/\s+/g, " ");

test("the catalogue has every column with its type, what it says of a person and what it means, and is small", async () => {
  const shown = await text("/operate/catalogue");
  for (const { columns } of deployment.graph.assets)
    for (const { physical, doc } of columns) {
      expect(doc).toBeDefined();
      expect(shown).toContain(` ${physical} `);
    }
  expect(shown).toContain("email text(254)? email (sealed) Address of mail");
  expect(gzipSync(await get("/operate/catalogue")).length).toBeLessThan(60_000);
});

test("a search of the catalogue finds names, descriptions and personal data, in whatever case, and nothing else", async () => {
  const found = await text("/operate/catalogue?q=Street");
  expect(found).toContain("address_line1 text(120)? postal address (sealed) Street and number");
  expect(found).not.toMatch(/birth_year|quantity/);
  expect(await text("/operate/catalogue?q=postal+address")).toContain("address_line2");
  expect(await text("/operate/catalogue?q=gift_cards")).toContain("balance decimal(18, 2)");
  expect(await get("/operate/catalogue?q=%20")).not.toMatch(/<details[^>]* open/);
  expect(await get("/operate/catalogue?q=street")).toMatch(/<details[^>]* open/);
  expect(await text("/operate/catalogue?q=nothing-like-it")).toContain("No asset and no column has this.");
  const page = await get(`/operate/catalogue?q=${encodeURIComponent('"><b>')}`);
  expect(page).not.toContain("<b>");
});

test("an asset's page tells every column that says something of a person as the register does", async () => {
  const shown = await text("/operate/assets/clients");
  expect(shown).toContain("birth_year int? year of birth (generalised) Year of birth;");
  expect(shown).toContain("gender text(20)? sex (kept as it came) As given by the client");
  expect(shown).toContain("id uuid pseudonym (pseudonymised) ");
  for (const { table, category } of registerFields(deployment.graph.spec))
    if (table === "clients") expect(shown).toContain(` ${category} (`);
  expect(await text("/operate/assets/bookings")).toMatch(/participants json\? names of participants \(never kept\)/);
  expect(await text("/operate/assets/sites")).toContain("name text(80) – As customers read it");
});

test("an asset's page says what its columns' values must be", async () => {
  expect(await text("/operate/assets/products")).toContain("decimal(4, 2), 0 – 30");
  expect(await text("/operate/assets/sites")).toContain("code(5), /\\d{5}/");
});
