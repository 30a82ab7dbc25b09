import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { kekErrors } from "../../pii/kek/kek-errors.ts";
import { unwrapRefused } from "../../pii/wrap-key.ts";
import { revealWorld } from "../harness/reveal-world.ts";

let world: Awaited<ReturnType<typeof revealWorld>>;
let token: string;
let caller: string;
beforeAll(async () => {
  world = await revealWorld({ perHour: 3 });
  await world.database.query('create table public.sound as select * from "sealed".people');
});
beforeEach(async () => {
  await world.reset();
  await emails("sound.email");
  ({ token, id: caller } = await world.key());
});
afterAll(() => world.stop());

/** What stands in the place of everybody's sealed address. */
const emails = (value: string) =>
  world.database.query(`update "sealed".people set email = ${value} from public.sound where sound.id = people.id`);
const ground = { fields: ["people.email"], purpose: "care", ticket: "T-1", reason: "raison d'exemple" };
const asked = async (pid = world.pids[0]) => {
  const answer = await world.ask(token, "", { ...ground, pid });
  return { status: answer.status, retry: answer.headers.get("retry-after"), body: await answer.json() };
};
const lines = () => world.service().audit.list({}, false);
const problems = async () => (await world.service().audit.verify()).problems;

test.each([
  ["a truncated value", "substring(sound.email from 1 for 10)", "pii.malformed"],
  ["a value without its last byte", "substring(sound.email from 1 for length(sound.email) - 1)", "pii.altered"],
  [
    "a value with a flipped bit",
    "set_bit(sound.email, 8 * (length(sound.email) - 1), 1 - get_bit(sound.email, 8 * (length(sound.email) - 1)))",
    "pii.altered",
  ],
  ["a value of an unknown format", "set_byte(sound.email, 0, 9)", "pii.malformed"],
  ["a value of an unknown suite", "set_byte(sound.email, 1, 9)", "pii.malformed"],
  ["a value of another key", "set_byte(sound.email, 3, 255 - get_byte(sound.email, 3))", "pii.wrong-key"],
])("%s is told by its code, stands in the audit, and takes nothing of the budget", async (_, value, code) => {
  await emails(value);
  for (let times = 0; times < 4; times++)
    expect(await asked()).toEqual({
      status: 409,
      retry: null,
      body: {
        type: `/problems/${code.replace(".", "-")}`,
        title: "What is stored of this person cannot be opened: whoever runs the service must look.",
        status: 409,
        code,
      },
    });
  expect(await lines()).toMatchObject(
    Array.from({ length: 4 }, () => ({ what: "unopened", code, caller, pid: world.pids[0], ticket: "T-1" })),
  );
  expect(world.reports).toContain(`A reveal that ${caller} asked for opened nothing: ${code}.`);
  await emails("sound.email");
  for (const status of [200, 200, 200, 429]) expect((await asked()).status).toBe(status);
  expect(await problems()).toEqual([]);
});

test("a person's key that does not open is told by its code, and no answer names the person's look-up", async () => {
  await world.session.query(
    "update identity.subject set dek_wrapped = set_byte(dek_wrapped, 20, 255 - get_byte(dek_wrapped, 20))",
  );
  const [{ lookup } = { lookup: "" }] = await world.session.query<{ lookup: string }>(
    "select lookup from identity.subject where pid = $1",
    [world.pids[0]],
  );
  const answer = await asked();
  expect(answer).toMatchObject({ status: 409, body: { code: "pii.person-key" } });
  expect(lookup).not.toBe("");
  expect(JSON.stringify(answer)).not.toContain(lookup);
});

test("a value of an epoch that was destroyed is gone, which the audit says and the budget does not", async () => {
  world.vault.fault = (purpose) => (purpose === "epoch" ? kekErrors.epochGone(1) : undefined);
  world.restart();
  for (let times = 0; times < 4; times++)
    expect(await asked()).toMatchObject({ status: 410, retry: null, body: { code: "kek.epoch-gone" } });
  expect((await lines()).map(({ what, code }) => [what, code])).toEqual(
    Array.from({ length: 4 }, () => ["unopened", "kek.epoch-gone"]),
  );
  expect(await problems()).toEqual([]);
});

test.each([
  ["that refuses", kekErrors.denied("vault", "403 of https://vault.example.test")],
  ["that lost its key", kekErrors.noKey("vault", "sillage")],
  ["of which the keys do not open,", unwrapRefused("kek/epoch/1")],
])("with a vault %s nothing is revealed, and it may be asked again", async (_, fault) => {
  world.vault.fault = (purpose) => (purpose === "epoch" ? fault : undefined);
  world.restart();
  for (let times = 0; times < 4; times++)
    expect(await asked()).toEqual({
      status: 503,
      retry: "30",
      body: {
        type: "/problems/unavailable",
        title: "Nothing can be revealed at the moment.",
        status: 503,
        code: fault.code,
      },
    });
  expect(await lines()).toMatchObject(Array.from({ length: 4 }, () => ({ what: "unopened", code: fault.code })));
  world.vault.fault = () => undefined;
  expect((await asked()).status).toBe(200);
  expect(await problems()).toEqual([]);
});

test.each([
  ["away", kekErrors.unreachable("vault", "ECONNREFUSED")],
  ["refusing every key, that of the audit too,", kekErrors.denied("vault", "403")],
])(
  "with the vault %s nothing is revealed or written, and it may be asked again; when it is back, it is",
  async (_, fault) => {
    world.vault.fault = () => fault;
    world.restart();
    expect(await asked()).toMatchObject({ status: 503, retry: "30", body: { code: fault.code } });
    expect(await world.session.query("select * from identity.reveal")).toEqual([]);
    world.vault.fault = () => undefined;
    expect((await asked()).status).toBe(200);
  },
);

describe("by an alias", () => {
  const byAlias = async () => {
    const { token: theirs, consumer, id } = await world.key();
    const ask = async () => {
      const alias = world.aliasFor(consumer, world.pids[0] ?? "");
      const answer = await world.ask(theirs, "", { ...ground, alias });
      return { status: answer.status, body: await answer.json() };
    };
    return { id, ask };
  };

  test("what does not open stands in the audit with whose it is", async () => {
    await emails("substring(sound.email from 1 for 10)");
    const { id, ask } = await byAlias();
    expect(await ask()).toMatchObject({ status: 409, body: { code: "pii.malformed" } });
    expect(await lines()).toMatchObject([{ what: "unopened", caller: id, pid: world.pids[0], code: "pii.malformed" }]);
  });

  test("who is restricted stands in the audit by their pseudonym", async () => {
    await world.session.query("update identity.subject set restricted_at = now() where pid = $1", [world.pids[0]]);
    expect((await (await byAlias()).ask()).status).toBe(403);
    expect(await lines()).toMatchObject([{ what: "refused", pid: world.pids[0], code: "reveal.restricted" }]);
  });

  test("what does not open is looked for ten times as often as values are shown, and not once more within an hour", async () => {
    await emails("substring(sound.email from 1 for 10)");
    const [{ ask }, other] = [await byAlias(), await byAlias()];
    for (let times = 0; times < 30; times++) expect((await ask()).status).toBe(409);
    await emails("sound.email");
    expect(await ask()).toMatchObject({
      status: 429,
      body: { code: "reveal.budget", title: expect.stringMatching(/^There were 30 reveals .* that opened nothing/) },
    });
    expect((await lines()).at(-1)).toMatchObject({ what: "refused", pid: null, code: "reveal.budget" });
    expect((await other.ask()).status).toBe(200);
    world.clock.at += 3_601_000;
    expect((await ask()).status).toBe(200);
  });
});

/** The file of everybody's addresses, asked for by one and approved by another. */
async function approvedBulk(): Promise<string> {
  const answer = await world.ask(token, "/bulk", { ...ground, pids: world.pids });
  const { id }: { readonly id: string } = JSON.parse(await answer.text());
  await world.ask((await world.key()).token, `/bulk/${id}/approve`, {});
  return id;
}

test("many people's file tells by the code alone whose value does not open", async () => {
  const [damaged = "", nobody = ""] = world.pids;
  await emails(`case when sound.id = '${damaged}' then substring(sound.email from 1 for 10) else sound.email end`);
  await world.session.query("update identity.subject set restricted_at = now() where pid = $1", [nobody]);
  const id = await approvedBulk();
  expect(await world.service().work.make(id)).toEqual({ people: 1 });
  const text = await (await world.ask(token, `/bulk/${id}/file`)).text();
  expect(
    text
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line).refused),
  ).toEqual(["pii.malformed", "reveal.restricted", undefined]);
  expect((await lines()).flatMap(({ what, code }) => (code === null ? [] : [[what, code]]))).toEqual([
    ["unopened", "pii.malformed"],
    ["refused", "reveal.restricted"],
  ]);
});

test("many people's file tells by the code alone whose key does not open", async () => {
  await world.session.query(
    "update identity.subject set dek_wrapped = set_byte(dek_wrapped, 20, 255 - get_byte(dek_wrapped, 20)) where pid = $1",
    [world.pids[0]],
  );
  const id = await approvedBulk();
  expect(await world.service().work.make(id)).toEqual({ people: 2 });
  expect((await lines()).flatMap(({ pid, code }) => (code === null ? [] : [[pid, code]]))).toEqual([
    [world.pids[0], "pii.person-key"],
  ]);
});

const ofEverybody = [
  ["the vault refuses", kekErrors.denied("vault", "403")],
  ["the vault has no key", kekErrors.noKey("vault", "sillage")],
  ["the vault does not open the epoch's key", unwrapRefused("kek/epoch/1")],
] as const;

test.each(ofEverybody)("many people's file is not made of refusals while %s, and is made after", async (_, fault) => {
  const id = await approvedBulk();
  world.vault.fault = (purpose) => (purpose === "epoch" ? fault : undefined);
  world.restart();
  await expect(world.service().work.make(id)).rejects.toMatchObject({
    code: "reveal.unavailable",
    retryable: true,
    cause: { code: fault.code },
  });
  world.vault.fault = () => undefined;
  expect(await world.service().work.make(id)).toEqual({ people: 3 });
});

test("with an epoch's key that is not the one that was made nothing is revealed, whoever is asked for", async () => {
  const id = await approvedBulk();
  const flip = () =>
    world.session.query(
      "update identity.keyring set check_value = set_byte(check_value, 0, 255 - get_byte(check_value, 0)) where purpose = 'epoch'",
    );
  await flip();
  world.restart();
  expect(await asked()).toMatchObject({ status: 503, retry: "30", body: { code: "pii.wrong-root" } });
  await expect(world.service().work.make(id)).rejects.toMatchObject({ cause: { code: "pii.wrong-root" } });
  await flip();
  expect((await asked()).status).toBe(200);
  expect(await world.service().work.make(id)).toEqual({ people: 3 });
});

test("while Temporal is away a bulk reveal is neither asked for nor approved, which passes; the approval is asked for once", async () => {
  const id = await approvedBulk();
  const away = Object.assign(new Error("14 UNAVAILABLE"), { code: 14, details: "away", metadata: {} });
  world.temporal.fault = () => away;
  const other = await world.key();
  const ways = [
    () => world.ask(token, "/bulk", { ...ground, pids: world.pids }),
    () => world.ask(other.token, `/bulk/${id}/approve`, {}),
  ];
  for (const way of ways) {
    const answer = await way();
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "30"]);
    expect(await answer.json()).toMatchObject({ type: "/problems/unavailable", code: "temporal.unreachable" });
  }
  world.temporal.fault = () => undefined;
  expect((await world.ask(other.token, `/bulk/${id}/approve`, {})).status).toBe(200);
  expect(world.started.at(-1)).toBe(`start or approve pii/reveal/${id}`);
  expect((await lines()).filter(({ what }) => what === "bulk-approved")).toHaveLength(1);
});
