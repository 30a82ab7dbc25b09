import { beforeAll, expect, test } from "vitest";
import type { ApiDeps } from "../../api/deps.ts";
import { seedSales, testApi, type TestApi } from "../../test/harness/api.ts";
import { createPages } from "../create-pages.ts";
import { createSessions } from "../login/session.ts";

const sessions = createSessions({ key: Buffer.alloc(32, 1), secure: false, now: Date.now });
const ends = Math.floor(Date.now() / 1000) + 3_600;
const cookieOf = (role: string) =>
  `sillage_session=${sessions.signer.sign("session", { id: "s", subject: "x", name: "X", roles: [role], ends })}`;
const pages: ApiDeps["pages"] = (deps) => createPages(deps, { sessions, oidc: undefined, passphrase: undefined });

let api: TestApi;
beforeAll(async () => {
  api = await testApi({ pages });
  await seedSales(api.database);
});

const get = (path: string, role = "operator") =>
  Promise.resolve(api.app.request(path, { headers: { cookie: cookieOf(role) } }));
const text = async (path: string) =>
  (await (await get(path)).text()).replaceAll(/<[^>]+>/gs, " ").replaceAll(/\s+/g, " ");

test("the catalogue has every asset with its state in a word", async () => {
  const shown = await text("/operate/catalogue");
  for (const { key } of (await import("../../assets/index.ts")).deployment.graph.assets) expect(shown).toContain(key);
  expect(shown).toMatch(/● (Fresh|Loaded)|▲ Late/);
});

test("an asset's page says what is personal in it, and what it reads", async () => {
  expect(await text("/operate/assets/clients")).toMatch(/\((sealed|never kept)\)/);
  expect(await (await get("/operate/assets/people_daily")).text()).toContain('href="/operate/assets/clients"');
  expect((await get("/operate/assets/nothing")).status).toBe(404);
});

test("a viewer sees no operators' page, and who is nobody signs in first", async () => {
  expect((await get("/operate/catalogue", "viewer")).status).toBe(403);
  expect((await Promise.resolve(api.app.request("/operate/catalogue"))).status).toBe(303);
});
