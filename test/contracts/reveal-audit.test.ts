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
const lines = () => world.service().audit.list({}, false);
const problems = async () => (await world.service().audit.verify()).problems;

describe("the audit", () => {
  const byHand = (text: string) =>
    world.session.exec(
      `alter table identity.reveal disable trigger all; ${text}; alter table identity.reveal enable trigger all`,
    );
  beforeEach(async () => {
    const { token } = await world.key();
    for (const pid of world.pids) await asked(token, { pid });
  });

  test("of whole lines has no problem, and its head is kept outside", async () => {
    expect(await world.service().audit.verify()).toEqual({ rows: 3, first: 1, last: 3, heads: 1, problems: [] });
  });

  test.each(["update identity.reveal set caller = 'x' where seq = 2", "delete from identity.reveal where seq = 2"])(
    "is not changed by a login that may write: %s",
    async (text) => {
      await expect(world.session.query(text)).rejects.toThrow(/42501|right|permission|denied/i);
      expect(await problems()).toEqual([]);
    },
  );

  test.each([
    ["an altered caller", "update identity.reveal set caller = 'x' where seq = 2", /^Line 2 of .* was altered/],
    [
      "an altered instant",
      "update identity.reveal set at = at + interval '1 ms' where seq = 2",
      /^Line 2 of .* was altered/,
    ],
    [
      "a first line that was altered",
      "update identity.reveal set detail = '{}' where seq = 1",
      /^Line 1 of .* was altered/,
    ],
    ["a removed line", "delete from identity.reveal where seq = 2", /^Line 2 is missing/],
    ["removed lines at the start", "delete from identity.reveal where seq < 3", /^Lines 1 to 2 are missing/],
    [
      "removed lines at the end",
      "delete from identity.reveal where seq > 1",
      /^Lines after 1 are missing: the head of .* is line 3/,
    ],
    ["no line at all", "delete from identity.reveal", /^Lines after 0 are missing/],
    [
      "lines in another order",
      "update identity.reveal set seq = -seq where seq < 3; update identity.reveal set seq = 3 + seq where seq < 0",
      /^Line 1 of .* was altered, or stands in the place of another/,
    ],
  ])("finds %s", async (_, text, expected) => {
    await byHand(text);
    const found = await problems();
    expect(found.find((problem) => expected.test(problem))).toBeDefined();
  });

  test("finds lines that were written anew by somebody who has the key, by the head", async () => {
    const { token } = await world.key();
    await byHand("delete from identity.reveal where seq = 3");
    const { objects } = world;
    for await (const { key } of objects.list("audit/reveals/")) await objects.remove(key);
    await objects.put(
      "audit/reveals/2026-01-01.json",
      Buffer.from(JSON.stringify({ seq: 3, mac: "00", at: "2026-01-01" })),
    );
    await asked(token, { pid: world.pids[1] });
    expect(await problems()).toEqual([
      "Line 3 is not the one that was the head on 2026-01-01: lines up to it were written anew.",
    ]);
  });

  test("lets lines of more than twelve months go with the first reveal of a day, says up to which, and still verifies", async () => {
    const { token } = await world.key();
    // Two lines of long ago, as they were written then.
    await byHand("delete from identity.reveal");
    world.clock.at -= 400 * 86_400_000;
    const old = await world.key();
    for (const pid of world.pids.slice(0, 2)) await asked(old.token, { pid });
    world.clock.at += 400 * 86_400_000;
    await asked(token, { pid: world.pids[2] });
    expect((await lines()).map(({ seq, what }) => [seq, what])).toEqual([
      [3, "reveal"],
      [4, "forgotten"],
    ]);
    expect(await problems()).toEqual([]);
  });

  test("of people's lines is searched by caller, person and span", async () => {
    const [, second = ""] = world.pids;
    const { audit } = world.service();
    expect((await audit.list({ pid: second }, false)).map(({ seq }) => seq)).toEqual([2]);
    expect(await audit.list({ caller: "nobody" }, false)).toEqual([]);
    const at = world.clock.now().toISOString();
    expect(await audit.list({ to: at }, false)).toEqual([]);
    expect(await audit.list({ from: at }, false)).toHaveLength(3);
  });
});

describe("many people's values", () => {
  const bulk = async (token: string, path: string, body?: object) => {
    const answer = await world.ask(token, `/bulk${path}`, body);
    const text = await answer.text();
    return { status: answer.status, text, body: text.startsWith("{") ? JSON.parse(text.split("\n")[0] ?? "") : {} };
  };
  const make = (id: string) => world.service().work.make(id);

  test("are opened once somebody else approved, for who asked, for a day; Temporal is told the id alone", async () => {
    const [asker, other] = [await world.key(), await world.key()];
    const { status, body } = await bulk(asker.token, "", { ...ground, pids: world.pids });
    expect([status, body.state, body.people]).toEqual([202, "waiting", 3]);
    expect(await make(body.id)).toBeNull();
    expect(await bulk(asker.token, `/${body.id}/approve`, {})).toMatchObject({
      status: 403,
      body: { code: "reveal.own-request" },
    });
    expect(await bulk(asker.token, `/${body.id}/file`)).toMatchObject({
      status: 409,
      body: { code: "reveal.not-ready" },
    });
    expect((await bulk(other.token, `/${body.id}/approve`, {})).body.state).toBe("approved");
    expect(await make(body.id)).toEqual({ people: 3 });
    expect(await make(body.id)).toEqual({ people: 3 });
    expect(world.started).toEqual([`start pii/reveal/${body.id}`, `start or approve pii/reveal/${body.id}`]);
    expect((await bulk(asker.token, `/${body.id}`)).body.state).toBe("ready");
    expect(await bulk(other.token, `/${body.id}/file`)).toMatchObject({
      status: 403,
      body: { code: "reveal.not-yours" },
    });
    const file = await bulk(asker.token, `/${body.id}/file`);
    expect(
      file.text
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line).values[0].value),
    ).toEqual(["Exemple-1", "Exemple-2", "Exemple-3"]);
    const sealed = await objectText(`reveals/${body.id}.sealed`);
    expect(sealed.length).toBeGreaterThan(100);
    expect(sealed).not.toContain("Exemple");
    expect((await lines()).map(({ what }) => what)).toEqual([
      "bulk-asked",
      "bulk-approved",
      "reveal",
      "reveal",
      "reveal",
      "bulk-made",
      "bulk-read",
    ]);
    expect(await problems()).toEqual([]);
    world.clock.at += 86_400_000;
    const late = await world.key();
    expect((await bulk(late.token, `/${body.id}`)).body.state).toBe("over");
    await world.service().work.drop(body.id);
    expect(await world.objects.head(`reveals/${body.id}.sealed`)).toBeUndefined();
  });

  test("leave out who was erased since, by the refusal alone", async () => {
    const [asker, other] = [await world.key(), await world.key()];
    const { body } = await bulk(asker.token, "", { ...ground, pids: world.pids.slice(0, 2) });
    await world.session.query("update identity.subject set dek_wrapped = null, pid = null where pid = $1", [
      world.pids[0],
    ]);
    await bulk(other.token, `/${body.id}/approve`, {});
    expect(await make(body.id)).toEqual({ people: 1 });
    const [first] = (await bulk(asker.token, `/${body.id}/file`)).text.split("\n");
    expect(JSON.parse(first ?? "")).toEqual({ pid: world.pids[0], refused: "pii.unknown-person" });
  });

  test("leave out who was erased or restricted after the file was made, by the refusal alone", async () => {
    const [asker, other] = [await world.key(), await world.key()];
    const [erased, restricted] = world.pids;
    const { body } = await bulk(asker.token, "", { ...ground, pids: world.pids });
    await bulk(other.token, `/${body.id}/approve`, {});
    expect(await make(body.id)).toEqual({ people: 3 });
    await world.session.query("update identity.subject set dek_wrapped = null, pid = null where pid = $1", [erased]);
    await world.session.query("update identity.subject set restricted_at = now() where pid = $1", [restricted]);
    const { text } = await bulk(asker.token, `/${body.id}/file`);
    const people = text.split("\n").filter(Boolean);
    expect(people.map((line) => JSON.parse(line))).toMatchObject([
      { pid: erased, refused: "pii.unknown-person" },
      { pid: restricted, refused: "reveal.restricted" },
      { pid: world.pids[2], values: [{ value: "Exemple-3" }, {}] },
    ]);
    for (const word of ["Exemple-1", "Exemple-2"]) expect(text).not.toContain(word);
  });

  test("are not opened while the audit is not whole: who approved cannot be believed", async () => {
    const [asker, other] = [await world.key(), await world.key()];
    const { body } = await bulk(asker.token, "", { ...ground, pids: world.pids });
    await bulk(other.token, `/${body.id}/approve`, {});
    await world.session.exec(`alter table identity.reveal disable trigger all;
update identity.reveal set caller = 'someone-else' where what = 'bulk-asked'; alter table identity.reveal enable trigger all`);
    await expect(make(body.id)).rejects.toMatchObject({ code: "audit.broken" });
    expect((await lines()).map(({ what }) => what)).toEqual(["bulk-asked", "bulk-approved"]);
  });

  test("are not asked for a purpose that does not open them, and an unknown request is no request", async () => {
    const { token } = await world.key();
    expect(await bulk(token, "", { ...ground, purpose: "none", pids: world.pids })).toMatchObject({
      status: 403,
      body: { code: "reveal.purpose" },
    });
    expect(world.started).toEqual([]);
    for (const path of ["/x", "/x/file"]) expect((await bulk(token, path)).status).toBe(404);
    expect((await bulk(token, "/x/approve", {})).status).toBe(404);
  });

  async function objectText(key: string): Promise<string> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of await world.objects.read(key)) chunks.push(chunk);
    return Buffer.concat(chunks).toString("latin1");
  }
});
