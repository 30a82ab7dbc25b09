import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { deployment } from "../../assets/index.ts";
import type { PersonJourney } from "../../cli/demo/person-journey.ts";
import { until } from "../harness/demo.ts";
import { startSillage, workingPid, type Running } from "../harness/run-command.ts";

let dataDir: string;
/** Whom the first night erased. */
let first: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "sillage-demo-"));
});
const started: Running[] = [];
afterEach(async () => {
  for (const { child, ended } of started.splice(0)) {
    child.kill("SIGINT");
    await ended;
  }
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

function demo(...args: readonly string[]): Running {
  const running = startSillage(["demo", "--volume", "tiny", "--json", "--data-dir", dataDir, ...args]);
  started.push(running);
  return running;
}
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
const partPids = async (): Promise<readonly number[]> => {
  const kept: readonly { pid: number }[] = JSON.parse(await readFile(join(dataDir, "pids.json"), "utf8"));
  return kept.map(({ pid }) => pid);
};
/** Ctrl-C while a run is followed leaves the run going, and says where to follow it. */
async function leaveARun(): Promise<void> {
  // Some megabytes, which the throttle lets in at one a second: it is still on its way when it is left.
  const run = startSillage(["run", "communes", "--full", "--data-dir", dataDir]);
  await run.said("started run/");
  run.child.kill("SIGINT");
  const { code, stderr } = await run.ended;
  expect([code, stderr]).toEqual([
    130,
    expect.stringMatching(/run\/selection\/\w+ goes on\. Follow it at http:.*\/workflows\/run%2Fselection%2F\w+\.\n$/),
  ]);
  // Queued behind the one that goes on.
  expect((await startSillage(["run", "communes", "--data-dir", dataDir]).ended).code).toBe(0);
}

/** A namespace that the server does not know is named as the cause. */
async function nameTheNamespace(): Promise<void> {
  const stack: { temporal: { address: string } } = JSON.parse(await readFile(join(dataDir, "stack.json"), "utf8"));
  const { address } = stack.temporal;
  const other = await mkdtemp(join(tmpdir(), "sillage-demo-"));
  const settings = { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: "nosuch" };
  const { code, stderr } = await startSillage(["demo", "--once", "--volume", "tiny", "--data-dir", other], settings)
    .ended;
  await rm(other, { recursive: true, force: true });
  expect([code, stderr]).toEqual([
    1,
    expect.stringContaining(
      `The Temporal server at ${address} has no namespace "nosuch". Correct TEMPORAL_NAMESPACE, or create it with`,
    ),
  ]);
}
type Report = {
  readonly equal: boolean;
  readonly initial: unknown;
  readonly kpis: readonly { readonly dataAsOf: string; readonly rows: readonly Readonly<Record<string, unknown>>[] }[];
  readonly tables: readonly { readonly table: string; readonly erased: number }[];
  readonly journey: PersonJourney;
};

/** The value as it stands in both stores, its reveal with the line in the audit, the erasure, the refusal after it. */
function expectJourney({ field, sealed, revealed, erased, refused }: PersonJourney): void {
  expect(field).toBe("clients.lastName");
  expect(sealed.landed).toMatchObject({ format: 1, suite: 1 });
  expect([sealed.epoch, sealed.stored]).toEqual([1, sealed.landed]);
  expect(sealed.part).toMatch(/^v1\/ponton\/clients\/.*\.jsonl\.gz$/);
  expect(revealed.characters).toBeGreaterThan(0);
  expect(revealed.line).toMatchObject({ what: "reveal", pid: sealed.pid, fields: [field], purpose: "guest-relations" });
  expect(erased.certificate).toMatchObject({
    people: 1,
    epochs: [1],
    rows: [
      { table: "clients", open: 1, sealed: 1 },
      { table: "people_daily", open: 0, sealed: 0, mart: 1 },
    ],
  });
  expect(refused).toEqual({ status: 404, code: "pii.unknown-person" });
}

test("an initial extraction that Ctrl-C interrupts leaves its parts the time to close what they have open", async () => {
  const interrupted = demo();
  await interrupted.said("sites: done");
  interrupted.child.kill("SIGINT");
  const { code, stderr } = await interrupted.ended;
  expect([code, stderr]).toEqual([130, expect.not.stringContaining("killed")]);
  // What the runtime lets go of last: it ended by itself, its databases closed.
  const left = await readdir(dataDir);
  expect(left.filter((name) => /^control|lock$|journal$/.test(name))).toEqual([]);
});

test("the next start goes on with it to its end, shows the demo's report, stays up until Ctrl-C, then leaves no process behind; taken ports give way", async () => {
  const taken = createServer()
    .listen(7233, "127.0.0.1")
    .on("error", () => undefined);
  const running = demo();
  await running.said("top-clients");
  const pids = await partPids();
  expect(pids.filter(isAlive).length).toBe(3);
  const second = await demo("--once").ended;
  expect([second.code, second.stderr]).toEqual([1, expect.stringContaining("is in use by the stack of process")]);
  expect(second.stderr).not.toContain("Ponton");
  await leaveARun();
  await nameTheNamespace();
  // A terminal's Ctrl-C reaches the starter and the command itself.
  const working = await workingPid(running);
  running.child.kill("SIGINT");
  process.kill(working, "SIGINT");
  const { code, stdout, stderr } = await running.ended;
  taken.close();
  expect(code).toBe(0);
  expect(stderr).toContain("ports taken");
  expect(stderr).toMatch(/the initial extraction goes on: run\/initial\/\w+/);
  const report: Report = JSON.parse(stdout);
  expect(report).toMatchObject({ equal: true });
  expect(report.tables).toHaveLength(14);
  expect(report.initial).toHaveLength(deployment.graph.assets.length);
  for (const kpi of report.kpis) expect(kpi.dataAsOf).toMatch(/^2026-/);
  const refunds = report.kpis[0]?.rows.map((row) => Number(row["refunds"])) ?? [];
  expect(Math.max(...refunds)).toBeGreaterThan(0);
  expectJourney(report.journey);
  first = report.journey.sealed.pid;
  expect(pids.filter(isAlive)).toEqual([]);
});

test("a start after the first night goes on where it stopped, and a demo killed −9 leaves a directory that starts again", async () => {
  const killed = demo();
  await killed.said("nightly extraction");
  const left = await partPids();
  process.kill(await workingPid(killed), "SIGKILL");
  expect((await killed.ended).code).not.toBe(0);
  const { code, stdout, stderr } = await demo("--once").ended;
  expect([code, stderr]).toEqual([0, expect.any(String)]);
  const report: Report = JSON.parse(stdout);
  expect([report.equal, report.initial]).toEqual([true, null]);
  // Who was erased by that night stays erased; this one erased somebody else.
  expect(report.tables.find(({ table }) => table === "clients")?.erased).toBe(1);
  expectJourney(report.journey);
  expect(report.journey.sealed.pid).not.toBe(first);
  expect(left.filter(isAlive)).toEqual([]);
});

test("Ctrl-C while the stack starts stops what was started, and says so with exit code 130", async () => {
  const running = demo();
  await running.said("Temporal: http");
  const pids = await partPids();
  running.child.kill("SIGINT");
  const { code, stderr } = await running.ended;
  expect([code, stderr]).toEqual([130, expect.stringContaining("Stopped while starting.")]);
  expect(pids.filter(isAlive)).toEqual([]);
});

test("a command whose starter is killed −9 stops its parts and ends", async () => {
  const running = demo();
  await running.said("nightly extraction");
  const [working, pids] = [await workingPid(running), await partPids()];
  running.child.kill("SIGKILL");
  // A part that has ended is alive to its observers until somebody has buried it.
  await until("the command and its parts have ended", async () => ![working, ...pids].some(isAlive));
});
