import { afterAll, beforeAll, expect, test } from "vitest";
import { crawl } from "../test/harness/crawl.ts";
import { markerScan } from "../test/harness/marker-scan.ts";
import { recordedOperations } from "../test/fakes/recorded-operations.ts";
import { peopleDeployment } from "../test/fakes/people-deployment.ts";
import { revealWorld } from "../test/harness/reveal-world.ts";
import { sessionCookie, sessionKey } from "../test/harness/signed-in.ts";
import { createPages } from "./create-pages.ts";
import { createSessions } from "./login/session.ts";
import type { Role } from "./login/roles.ts";

/** What the made-up people's sealed rows hold. */
const find = markerScan(
  new Map([
    ["Exemple-1", "a name"],
    ["exemple1@example.test", "an address of mail"],
    ["1 rue de Nulle-Part", "a street"],
    ["exemple de commentaire", "a comment"],
    ["1984-07-31", "a day of birth"],
  ]),
);
const sessions = createSessions({ key: sessionKey, secure: false, now: Date.now });
let world: Awaited<ReturnType<typeof revealWorld>>;
beforeAll(async () => {
  world = await revealWorld({
    pages: (deps) => createPages(deps, { sessions, oidc: undefined, passphrase: undefined }),
    operations: recordedOperations(peopleDeployment).operations,
  });
});
afterAll(() => world.stop());

/** Everything that links lead somebody to from the entry on, by address; and what is asked beside it. */
function crawled(role: Role, beside: readonly string[]): Promise<ReadonlyMap<string, Response>> {
  const { name, value } = sessionCookie(role);
  const headers = { cookie: `${name}=${value}` };
  return crawl(async (path) => world.app.request(path, { headers }), ["/", ...beside]);
}

const foundIn = async (answers: ReadonlyMap<string, Response>) => {
  const found = new Map<string, readonly string[]>();
  for (const [path, answer] of answers) {
    const markers = find(new Uint8Array(await answer.arrayBuffer()));
    if (markers.length > 0) found.set(path, markers);
  }
  return Object.fromEntries(found);
};

const operatorsPaths = [
  "catalogue",
  "lineage",
  "runs",
  "runs/nightly-1",
  "backfills",
  "throttle",
  "quarantine",
  "register",
  "events",
  ...peopleDeployment.graph.assets.map(({ key }) => `assets/${key}`),
].map((path) => `/operate/${path}`);

test("a viewer is let onto no operators' page, and no page that a viewer is led to has a personal value", async () => {
  const answers = await crawled("viewer", operatorsPaths);
  expect(operatorsPaths.map((path) => answers.get(path)?.status)).toEqual(operatorsPaths.map(() => 403));
  expect(await foundIn(answers)).toEqual({});
});

test("no page that an operator is led to has a personal value", async () => {
  const answers = await crawled("operator", []);
  const followed = operatorsPaths.filter((path) => !path.endsWith("/events"));
  expect(followed.map((path) => [path, answers.get(path)?.status])).toEqual(followed.map((path) => [path, 200]));
  expect(await foundIn(answers)).toEqual({});
});

test("no operation of the API that asks has a personal value in its answer, whatever may be read with its key", async () => {
  const { token } = await world.key(["kpi:read", "assets:read"]);
  const document: { paths: Record<string, { get?: { responses: { 200: { content: object } } } }> } = JSON.parse(
    await (await world.app.request("/openapi.json")).text(),
  );
  const names: Readonly<Record<string, string>> = { key: "people", id: "nightly-1" };
  const paths = Object.keys(document.paths)
    // A stream of events has no end; what it holds is what runs and backfills tell here.
    .filter((path) => "application/json" in (document.paths[path]?.get?.responses[200].content ?? {}))
    .map((path) => path.replaceAll(/\{(\w+)\}/g, (_, name: string) => names[name] ?? "1"));
  const answers = new Map<string, Response>();
  for (const path of paths)
    answers.set(path, await world.app.request(path, { headers: { authorization: `Bearer ${token}` } }));
  expect(answers.get("/api/v1/assets/people")?.status).toBe(200);
  expect(await foundIn(answers)).toEqual({});
});

test("who looks for these values finds them: a privacy officer's reveal shows them", async () => {
  const { token } = await world.key(["pii:reveal"]);
  const ground = { fields: ["people.lastName", "people.email"], purpose: "care", ticket: "T-1", reason: "an example" };
  const answer = await world.ask(token, "", { ...ground, pid: world.pids[0] });
  expect(find(new Uint8Array(await answer.arrayBuffer()))).toEqual(["a name", "an address of mail"]);
});

test.each(["/operate/assets/Exemple-1", "/dashboards/clients?from=Exemple-1"])(
  "what is refused at %s is not repeated",
  async (path) => {
    const { name, value } = sessionCookie("operator");
    const answer = await world.app.request(path, { headers: { cookie: `${name}=${value}` } });
    expect(answer.ok).toBe(false);
    expect(await answer.text()).not.toContain("Exemple-1");
  },
);
