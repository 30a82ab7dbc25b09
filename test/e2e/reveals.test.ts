import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSession } from "../../db/postgres/open-database.ts";
import { workflowId } from "../../workflows/contracts/ids.ts";
import { approvedBulk, exampleGround, revealCaller, type RevealCaller } from "../harness/ask-reveals.ts";
import { testDemo, until, type TestDemo } from "../harness/demo.ts";
import { killRuntime } from "../harness/kill-runtime.ts";
import { startSillage, type Ended } from "../harness/run-command.ts";
import { transitDouble, type TransitDouble } from "../harness/transit-double.ts";

let dataDir: string;
let vault: TransitDouble;
let night: TestDemo;
let [asker, other] = [] as unknown as [RevealCaller, RevealCaller];
let pids: readonly string[];

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "sillage-reveals-"));
  vault = await transitDouble();
  // It is away when the stack starts, and comes once somebody has said so.
  await vault.down();
  const starting = started();
  await untilLogged(/The vault \(vault\) does not answer: ECONNREFUSED\..* It is tried again in 5 s/);
  await vault.up();
  night = await starting;
  await night.run("selection", { selection: "communes or clients" });
  [asker, other] = [await revealCaller(night), await revealCaller(night)];
  const rows = await night.demo.control<readonly { readonly id: string }[]>(
    "query",
    'select id from "open".clients order by id limit 3',
  );
  pids = rows.map(({ id }) => id);
});
afterAll(async () => {
  await night.stop();
  await vault.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** The stack, its keys in the vault. */
const started = (): Promise<TestDemo> =>
  testDemo({ dataDir, environment: { KEK_PROVIDER: "vault", KEK_URL: vault.url, KEK_TOKEN: "token" } });

/** Wait until the runtime's log tells something that it did not tell before. */
async function untilLogged(told: RegExp): Promise<void> {
  const times = async (): Promise<number> => {
    const log = await readFile(join(dataDir, "logs", "runtime.log"), "utf8").catch(() => "");
    return [...log.matchAll(new RegExp(told, "g"))].length;
  };
  const before = await times();
  await until(`the runtime says ${told.source}`, async () => (await times()) > before, 120_000);
}

const sillage = (...args: readonly string[]): Promise<Ended> =>
  startSillage([...args, "--data-dir", dataDir, "--json"]).ended;

test("a reveal over HTTP is the vendor's value, and stands in the audit that a command lists", async () => {
  const { response, text } = await asker.ask("", { pid: pids[0], ...exampleGround });
  expect([response.status, response.headers.get("cache-control")]).toEqual([200, "no-store"]);
  const { values }: { values: readonly { readonly value: string | null }[] } = JSON.parse(text);
  const vendor = night.demo.ponton.world.shelf("clients").sorted();
  expect(vendor.map((client) => [client["email"] ?? null, client["last_name"]])).toContainEqual(
    values.map(({ value }) => value),
  );
  const { stdout } = await sillage("reveals", "list", "--reasons");
  expect(JSON.parse(stdout)).toMatchObject([
    { seq: 1, what: "reveal", caller: asker.id, pid: pids[0], ticket: "T-42", reason: "raison d'exemple" },
  ]);
});

test("somebody unknown is refused, and the audit says so", async () => {
  const { response, text } = await asker.ask("", { pid: "00000000-0000-4000-8000-000000000009", ...exampleGround });
  expect([response.status, JSON.parse(text).code]).toEqual([404, "pii.unknown-person"]);
  expect(JSON.parse((await sillage("reveals", "list")).stdout)[1]).toMatchObject({
    what: "refused",
    code: "pii.unknown-person",
  });
});

test("many people's values come once another approved; the history holds the id and no value", async () => {
  const id = await approvedBulk(asker, other, pids);
  await until(
    "the file is there",
    async () => JSON.parse((await asker.ask(`/bulk/${id}`)).text).state === "ready",
    240_000,
  );
  const { text } = await asker.ask(`/bulk/${id}/file`);
  const people = text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  expect(people.map(({ pid }) => pid)).toEqual(pids);
  const names = people
    .flatMap(({ values }) => values.map(({ value }: { value: string | null }) => value))
    .filter(Boolean);
  expect(names.length).toBeGreaterThan(2);
  const history = await night.demo.client.workflow.getHandle(workflowId.reveal(id)).fetchHistory();
  const told = JSON.stringify(history, (_, value) =>
    value?.data instanceof Uint8Array ? Buffer.from(value.data).toString("utf8") : value,
  );
  expect(told).toContain(id);
  for (const word of [...names, ...pids, "T-42"]) expect(told).not.toContain(word);
});

test("what a leaked key opened is told by person and field", async () => {
  const { stdout } = await sillage("pii", "exposure", "--credential", asker.id, "--window", "2020-01-01", "--key", "1");
  const { opened, ofKey } = JSON.parse(stdout);
  expect(opened).toHaveLength(3);
  expect(opened[0]).toMatchObject({ pid: pids[0], times: 2, fields: exampleGround.fields });
  expect(ofKey.living).toBeGreaterThan(10);
  expect(ofKey.people).toHaveLength(ofKey.living);
});

test("a vault that is away, refuses, or holds other keys is told by its code, and a run goes on once it is back: nothing is lost", async () => {
  await vault.down();
  const running = night.run("selection", { selection: "bookings and kind:table" });
  await untilLogged(/extractPages: .*kek\.unreachable/);
  await killRuntime(night, async () => {
    await untilLogged(/The vault \(vault\) does not answer: ECONNREFUSED\..* It is tried again in 5 s/);
    vault.tokens.delete("token");
    await vault.up();
    await untilLogged(/kek\.denied/);
    vault.swap();
    vault.tokens.set("token", 3_600);
    await untilLogged(/pii\.unwrap/);
    vault.swap();
  });
  await running;
  expect((await night.unequal()).filter(({ table }) => ["bookings", "clients"].includes(table))).toEqual([]);
  expect(vault.complaints).toEqual([]);
  const { response } = await asker.ask("", { pid: pids[0], ...exampleGround });
  expect(response.status).toBe(200);
});

test("a row that was altered by hand while the stack stood still is found by the command", async () => {
  const sound: { problems: unknown[]; heads: number } = JSON.parse((await sillage("audit", "verify")).stdout);
  // One of each process that wrote to the audit; the vault's test starts the runtime anew.
  expect(sound).toMatchObject({ problems: [], heads: 3 });
  await night.stop();
  const session = await openSession({ directory: join(dataDir, "identity") });
  await session.exec(`alter table identity.reveal disable trigger all;
update identity.reveal set caller = 'somebody-else' where seq = 1;
alter table identity.reveal enable trigger all`);
  await session.close();
  night = await started();
  const { code, stdout } = await sillage("audit", "verify");
  expect(code).toBe(1);
  expect(JSON.parse(stdout).problems).toEqual([expect.stringMatching(/^Line 1 of .* was altered/)]);
});
