import { afterAll, beforeAll, expect, test } from "vitest";
import { gzipSync } from "node:zlib";
import type { RegisterField } from "../../core/register/register-fields.ts";
import type { RetentionReport } from "../../core/register/retention.ts";
import type { Finding } from "../../cli/doctor/check-up.ts";
import { workflowId } from "../../workflows/contracts/ids.ts";
import type { KekRotationResult } from "../../workflows/contracts/runs.ts";
import { bucketOf } from "../harness/bucket-of.ts";
import { begunDemo } from "../harness/begun-demo.ts";
import { until, type TestDemo } from "../harness/demo.ts";
import { enforceNow, makeIdle } from "../harness/enforced-retention.ts";
import { startSillage } from "../harness/run-command.ts";

let night: TestDemo;

beforeAll(async () => {
  night = await begunDemo();
  const { world } = night.demo.ponton;
  const [client = {}] = world.shelf("clients").sorted();
  world.shelf("clients").put({ ...client, nickname: "Exemple" });
  await night.run("selection", { selection: "clients and kind:table", full: true });
});
afterAll(() => night.stop());

async function told<Answer>(command: string): Promise<{ readonly code: number | null; readonly answer: Answer }> {
  const { code, stdout, stderr } = await startSillage([
    "pii",
    ...command.split(" "),
    "--json",
    "--data-dir",
    night.dataDir,
  ]).ended;
  if (stdout.trim() === "") throw new Error(`pii ${command}: ${stderr}`);
  return { code, answer: JSON.parse(stdout) };
}
const finding = async (part: string, options = "") => {
  const { code, answer } = await told<{ readonly findings: readonly Finding[] }>(`doctor --days 3650${options}`);
  return { code, ...answer.findings.find((one) => one.part === part) };
};
test("the register lists every personal field with purpose, ground and action", async () => {
  const { code, answer } = await told<{ readonly fields: readonly RegisterField[] }>("register");
  expect(code).toBe(0);
  expect(answer.fields.find(({ table, column }) => table === "clients" && column === "email")).toMatchObject({
    action: "seal",
    purposes: ["serving", "marketing"],
    legalBases: ["contract", "consent"],
  });
});

test("the retention counts people of a night's data, nobody overdue, and has a schedule of its own", async () => {
  const { answer } = await told<{ readonly retentions: readonly RetentionReport[] }>("retention");
  const [clients] = answer.retentions;
  expect(clients?.people).toBeGreaterThan(0);
  expect(clients).toMatchObject({ subject: "client", years: 3, daysOverdue: 0 });
  const schedule = await night.demo.client.schedule.getHandle(workflowId.retention).describe();
  expect(schedule.action.workflowType).toBe("enforceRetention");
});

test("the doctor names the undeclared field, the share of people who can be told apart, and finds nothing in clear", async () => {
  expect(await finding("classify me")).toMatchObject({
    code: 0,
    state: "warning",
    detail: expect.stringContaining("clients.nickname"),
  });
  expect(await finding("re-identification")).toMatchObject({
    state: "warning",
    detail: expect.stringMatching(/^clients: a share of 0\.\d+ \(\d+ people\) can be told apart, at most 0\.01$/),
  });
  expect(await finding("bucket")).toMatchObject({ state: "ok" });
});

test("a clear value in the bucket fails the doctor, by object and field", async () => {
  const key = `v1/ponton/clients/dt=2026-11-01/load=01JDKQ0000000000000000000A/part-00001.f1a1.jsonl.gz`;
  await bucketOf(night).put(key, gzipSync('{"email":"exemple@example.org"}\n'));
  const found = await finding("bucket");
  expect(found).toMatchObject({
    code: 1,
    state: "failed",
    detail: expect.stringContaining(`${key} line 1: its field "email" is not sealed`),
  });
  expect(found.detail).not.toContain("exemple@");
});

test("keys are rotated by command: a dry run counts, the epoch's moves everybody, the vault's wraps the roots anew", async () => {
  type Rotated = { readonly from: number; readonly to: number; readonly people: number; readonly verified: number };
  const planned = (await told<Rotated>("rotate --epoch --dry-run")).answer;
  expect(planned).toMatchObject({ from: 1, to: 2, verified: 0, effectiveAt: null });
  const { answer } = await told<Rotated>("rotate --epoch");
  expect(answer).toMatchObject({ from: 1, to: 2, people: planned.people, verified: planned.people });
  expect((await told<Rotated>("rotate --epoch --dry-run")).answer).toMatchObject({ from: 2, to: 3 });
  const counted = (await told<Pick<KekRotationResult, "roots">>("rotate --kek --dry-run")).answer;
  expect(counted).toMatchObject({ newest: "1", behind: 0, resumed: false, dryRun: true });
  expect(counted.roots).toBeGreaterThan(2);
  const renewed = (await told<Pick<KekRotationResult, "roots">>("rotate --kek")).answer;
  expect(renewed).toMatchObject({ newest: "2", dryRun: false });
  expect(renewed.roots).toBeGreaterThanOrEqual(counted.roots);
});

test.each([
  [
    "rotate",
    "Of --epoch, --kek, --index and --person none was given. Say one of them; `--dry-run` counts what would be moved to another epoch or version.",
  ],
  ["rotate --epoch --kek", "Of --epoch, --kek, --index and --person 2 were given."],
])("pii %s is refused", async (line, said) => {
  const { code, stderr, stdout } = await startSillage(["pii", ...line.split(" "), "--data-dir", night.dataDir]).ended;
  expect(code).not.toBe(0);
  expect(stderr + stdout).toContain(said);
});

test("who did nothing for three years is due: a dry run counts them and asks for nobody, the next one has them erased", async () => {
  const clients = async (where: string): Promise<number> => {
    const text = `select count(*)::int as n from "open".clients where ${where}`;
    const [row] = await night.demo.control<readonly { readonly n: number }[]>("query", text);
    return row?.n ?? 0;
  };
  const before = await enforceNow(night, { dryRun: true });
  const [pid = ""] = await makeIdle(night, 1);
  const counted = await enforceNow(night, { dryRun: true });
  const due = counted.retentions[0]?.due ?? 0;
  expect([counted.requested, counted.unknown, due]).toEqual([0, 0, (before.retentions[0]?.due ?? 0) + 1]);
  expect(counted.retentions[0]?.nextDue).toBe("2022-05-01");
  expect(counted.retentions[0]?.daysOverdue).toBeGreaterThan(1_000);
  expect(await clients(`id = '${pid}'`)).toBe(1);
  expect(await enforceNow(night, { dryRun: false })).toMatchObject({ requested: due, unknown: 0 });
  await until("who was due is erased", async () => (await clients(`id = '${pid}'`)) === 0, 240_000);
  await until(
    "nobody is due any more",
    async () => (await enforceNow(night, { dryRun: true })).retentions[0]?.due === 0,
    240_000,
  );
});
