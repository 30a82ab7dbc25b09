import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { revealWorld } from "../harness/reveal-world.ts";

let world: Awaited<ReturnType<typeof revealWorld>>;
beforeAll(async () => {
  world = await revealWorld({ perHour: 3 });
});
beforeEach(() => world.reset());
afterAll(() => world.stop());

const ground = {
  fields: ["people.lastName", "people.email"],
  purpose: "care",
  ticket: "T-1",
  reason: "raison d'exemple",
};
const asked = async (token: string, body: object) => {
  const answer = await world.ask(token, "", { ...ground, ...body });
  return { status: answer.status, cache: answer.headers.get("cache-control"), body: await answer.json() };
};
const lines = (reasons = false) => world.service().audit.list({}, reasons);

test("a person's fields are opened for a purpose that opens them; the audit's line says who, whose, which, why; nobody keeps the answer", async () => {
  const { token, id } = await world.key();
  const [pid] = world.pids;
  const { status, cache, body } = await asked(token, { pid });
  expect([status, cache]).toEqual([200, "no-store"]);
  expect(body).toEqual({
    pid,
    audit: 1,
    values: [
      { field: "people.lastName", row: pid, value: "Exemple-1" },
      { field: "people.email", row: pid, value: "exemple1@example.test" },
    ],
  });
  const { reason, ...why } = ground;
  expect(await lines(true)).toEqual([
    {
      seq: 1,
      at: world.clock.now().toISOString(),
      what: "reveal",
      caller: id,
      pid,
      request: null,
      code: null,
      ...why,
      reason,
    },
  ]);
});

test("no value and no reason stands in the identity store in clear", async () => {
  const { token } = await world.key();
  await asked(token, { pid: world.pids[0] });
  const rows = JSON.stringify(await world.session.query("select * from identity.reveal"));
  expect(rows).toContain("T-1");
  for (const word of ["Exemple-1", "exemple1@", "raison"]) expect(rows).not.toContain(word);
  expect((await lines()).map(({ reason }) => reason)).toEqual([null]);
});

test("facts that name the person are opened row by row, and a row without a value says so", async () => {
  const { token } = await world.key();
  const { body } = await asked(token, { pid: world.pids[0], fields: ["orders.comment"] });
  expect(body).toMatchObject({
    values: expect.arrayContaining([
      { field: "orders.comment", row: "11", value: "exemple de commentaire" },
      { field: "orders.comment", row: "12", value: null },
    ]),
  });
});

test("a person is found by the alias that this key knows them by, and by nobody else's", async () => {
  const { token, consumer } = await world.key();
  const pid = world.pids[2] ?? "";
  expect((await asked(token, { alias: world.aliasFor(consumer, pid) })).body).toMatchObject({ pid });
  expect(await asked(token, { alias: world.aliasFor("another", pid) })).toMatchObject({
    status: 404,
    body: { code: "pii.unknown-person" },
  });
});

describe("nothing is revealed, and the audit says so,", () => {
  test.each([
    ["for a purpose that is not declared", { purpose: "curiosity" }, 403, "reveal.purpose"],
    ["of a field that the purpose does not open", { fields: ["people.birthDate"] }, 403, "reveal.field"],
    ["of somebody unknown", { pid: "00000000-0000-4000-8000-000000000009" }, 404, "pii.unknown-person"],
  ])("%s", async (_, body, status, code) => {
    const { token } = await world.key();
    expect(await asked(token, { pid: world.pids[0], ...body })).toMatchObject({
      status,
      cache: "no-store",
      body: { code },
    });
    expect(await lines()).toMatchObject([{ what: "refused", code, ticket: "T-1" }]);
  });

  test("of an erased person", async () => {
    const { token } = await world.key();
    await world.session.query(
      "update identity.subject set dek_wrapped = null, pid = null, erased_at = now() where pid = $1",
      [world.pids[0]],
    );
    expect(await asked(token, { pid: world.pids[0] })).toMatchObject({
      status: 404,
      body: { code: "pii.unknown-person" },
    });
    expect(await lines()).toMatchObject([{ what: "refused", code: "pii.unknown-person" }]);
  });

  test("of somebody whose data may not be processed", async () => {
    const { token } = await world.key();
    await world.session.query("update identity.subject set restricted_at = now() where pid = $1", [world.pids[0]]);
    expect(await asked(token, { pid: world.pids[0] })).toMatchObject({
      status: 403,
      body: { code: "reveal.restricted" },
    });
  });

  test("past the hour's budget of a caller, which is told once; an hour later there is another", async () => {
    const { token, id } = await world.key();
    for (const pid of world.pids) expect((await asked(token, { pid })).status).toBe(200);
    for (const pid of world.pids.slice(0, 2))
      expect(await asked(token, { pid })).toMatchObject({ status: 429, body: { code: "reveal.budget" } });
    expect(world.notices.map(({ incident }) => incident.why)).toEqual([
      `${id} asks for more reveals than are allowed within an hour: line 4 of the audit.`,
    ]);
    expect((await lines()).map(({ what }) => what)).toEqual(["reveal", "reveal", "reveal", "refused", "refused"]);
    world.clock.at += 3_601_000;
    expect((await asked(token, { pid: world.pids[0] })).status).toBe(200);
  });

  test("past the hour's budget of a caller, by wrong aliases too: the right one is not looked for any more", async () => {
    const { token, consumer } = await world.key();
    for (const alias of ["one", "two", "three"])
      expect((await asked(token, { alias: world.aliasFor(alias, world.pids[0] ?? "") })).status).toBe(404);
    const right = { alias: world.aliasFor(consumer, world.pids[0] ?? "") };
    expect(await asked(token, right)).toMatchObject({ status: 429, body: { code: "reveal.budget" } });
    expect((await lines()).map(({ pid, code }) => [pid, code])).toEqual([
      ...Array.from({ length: 3 }, () => [null, "pii.unknown-person"]),
      [null, "reveal.budget"],
    ]);
    world.clock.at += 1_800_000;
    expect((await asked(token, right)).status).toBe(429);
    world.clock.at += 1_801_000;
    expect((await asked(token, right)).status).toBe(200);
  });

  test("past the hour's budget of a person, whoever asks", async () => {
    for (const status of [200, 200, 200, 429])
      expect((await asked((await world.key()).token, { pid: world.pids[0] })).status).toBe(status);
  });
});

test("without a key, with a key for KPIs, with a key that ended: nobody is let in, and nobody is told more", async () => {
  const pid = world.pids[0];
  expect((await asked("", { pid })).status).toBe(401);
  expect(await asked((await world.key(["kpi:read"])).token, { pid })).toMatchObject({ status: 403, cache: "no-store" });
  const { token } = await world.key();
  world.clock.at += 2 * 86_400_000;
  expect((await asked(token, { pid })).status).toBe(401);
  expect(await lines()).toEqual([]);
});

test("a request that does not fit is told by place and rule, and never by what it held", async () => {
  const { token } = await world.key();
  const { status, body } = await asked(token, { pid: world.pids[0], email: "exemple@example.test" });
  expect(status).toBe(400);
  expect(JSON.stringify(body)).not.toContain("exemple@");
});

test("an audit that takes no line lets no value out", async () => {
  const { token } = await world.key();
  await world.session.exec("alter table identity.reveal rename to elsewhere");
  const { status, body } = await asked(token, { pid: world.pids[0] });
  expect(status).toBe(500);
  expect(JSON.stringify(body)).not.toContain("Exemple");
  await world.session.exec("alter table identity.elsewhere rename to reveal");
});

test("a reveal of somebody who is nobody raises the alarm at once, and who asked sees nothing of it", async () => {
  const [decoy = ""] = world.pids;
  await world.service().audit.markDecoy({ id: "ops", consumer: "ops" }, decoy);
  const { token, id } = await world.key();
  expect((await asked(token, { pid: decoy })).body).toMatchObject({ pid: decoy, audit: 2 });
  expect(world.notices).toMatchObject([
    { id: "reveals/decoy/2", event: "opened", incident: { asset: "reveals", health: "failing" } },
  ]);
  expect(world.reports.filter((line) => line.startsWith("ALARM"))).toEqual([
    `ALARM: A person of nobody was revealed to ${id}: line 2 of the audit. Nobody who works with real people asks for it.`,
  ]);
});
