import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startLine, startSillage, type Ended } from "../harness/run-command.ts";

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "sillage-commands-"));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

const root = fileURLToPath(new URL("../../", import.meta.url));
const sillage = (args: string, env: Readonly<Record<string, string>> = {}): Promise<Ended> =>
  startSillage([...args.split(" "), "--data-dir", dataDir], { TEMPORAL_ADDRESS: "127.0.0.1:9", ...env }).ended;

test.each<[string, number, string]>([
  ["frob", 2, "unknown command 'frob'"],
  ["run", 2, "missing required argument"],
  ["throttle --rate 5", 2, "--rate is 5. Give a whole number from 1,000 to 10,000,000,000."],
  ["plan nightly --rate abc", 2, "--rate is abc. Give a whole number from 1,000 to 10,000,000,000."],
  ["throttle --merge-factor 0", 2, "--merge-factor is 0. Give a whole number from 1 to 100."],
  ["throttle --pause --resume", 2, "option '--pause' cannot be used with option '--resume'."],
  ["keys create --label x --days 9999", 2, "--days is 9999. Give a whole number from 1 to 365."],
  ["keys", 2, "A command is missing. Choose one of those above."],
  ["demo --volume huge", 2, 'There is no volume "huge". Choose among tiny, small, medium.'],
  ["up --only kafka", 2, 'There is no part "kafka". Choose among temporal, s3.'],
  ["worker --role chef", 2, 'There is no role "chef". Choose among control, extract, ingest, pii.'],
  ["plan nosuch", 1, 'There is no asset "nosuch". Choose among'],
  ["checks show nosuch", 1, 'There is no asset "nosuch". Choose among'],
  ["plan clients+and", 1, "does not parse"],
  ["run nosuch", 1, 'There is no asset "nosuch".'],
  ["assets", 2, "A command is missing."],
  ["assets show cleints", 1, 'There is no asset "cleints". Did you mean clients?'],
  ["assets pause cleints --reason x", 1, 'There is no asset "cleints". Did you mean clients?'],
  [
    "assets pause clients",
    2,
    "--reason is missing. Every change by hand is kept with who made it and why: give 1 to 300 characters.",
  ],
  ["assets set-watermark clients", 2, "missing required argument 'mark'"],
  ["assets pause clients --reason x", 1, "No Temporal server answers at 127.0.0.1:9."],
  ["reveals list --pid x", 2, "That is no pseudonym. Give one as tables hold it, for instance 0190f0e2-"],
  ["pii exposure", 2, "--credential, --window and --key: none was given. Say what leaked"],
  [
    "pii exposure --key 1 --csv --window 7d",
    2,
    "--csv lists the people of one epoch's key, and was given without --key",
  ],
  ["audit list --asset cleints", 1, 'There is no asset "cleints". Did you mean clients?'],
  ["throttle --pause", 2, "--reason is missing."],
  [
    "sources rate ponton 0 --reason x",
    2,
    "0 is no rate of requests. Give 0.01 to 1000 requests a second, or `declared`.",
  ],
  ["sources rate nosuch 2 --reason x", 1, 'There is no source "nosuch". Choose among'],
  ["concurrency run/a/b 33 --reason x", 2, "--concurrency is 33. Give a whole number from 1 to 32."],
  ["drain --within 0", 2, "--within is 0. Give a whole number from 1 to 3,600."],
  ["drain", 1, "No Temporal server answers at 127.0.0.1:9."],
  [
    "run nightly",
    1,
    "No Temporal server answers at 127.0.0.1:9. Start the stack with `npm run sillage -- dev`, or set TEMPORAL_ADDRESS.",
  ],
  ["check --graph /nowhere", 1, "Point --graph at a folder whose index.ts exports `deployment`."],
  ["generate Bad-Name", 1, '"Bad-Name" does not name a migration. Use small letters, digits and underscores'],
  ["status --db mysql://x", 1, "DATABASE_URL"],
  ["worker --role ingest", 1, "There is no object store: S3_ACCESS_KEY and S3_SECRET_KEY are not set."],
])("%s ends with %i: %s", async (args, code, says) => {
  const ended = await sillage(args);
  expect([ended.code, ended.stderr]).toEqual([code, expect.stringContaining(says)]);
  expect(ended.stderr).not.toMatch(/\n {4}at /);
});

test.each([
  ["run nosuch", "graph.unknown-asset", /^There is no asset "nosuch"\.$/, /^Choose among /],
  ["frob", "usage.unknown-command", /^unknown command 'frob'/, /^Add --help/],
  ["throttle --rate abc", "usage.rate", /^--rate is abc\.$/, /^Give a whole number/],
  ["keys create", "usage.missing-mandatory-option-value", /--label/, /^Add --help/],
])("%s is refused as one JSON document with --json", async (args, code, message, fix) => {
  const ended = await sillage(`${args} --json`);
  expect(JSON.parse(ended.stdout)).toEqual({
    error: { code, message: expect.stringMatching(message), fix: expect.stringMatching(fix), retryable: false },
  });
});

test("an extraction worker without its source's key says so in one line, and makes nothing", async () => {
  const nowhere = join(dataDir, "keyless");
  const sources = {
    PONTON_URL: "https://ponton.example.test",
    COMMUNES_FILE_URL: "https://communes.example.test/communes.csv",
    POPULATIONS_FILE_URL: "file:///srv/commune-populations.csv",
  };
  const { code, stderr } = await startSillage(["worker", "--role", "extract", "--data-dir", nowhere], {
    TEMPORAL_ADDRESS: "127.0.0.1:9",
    ...sources,
  }).ended;
  expect([code, stderr]).toEqual([
    1,
    "sillage: These settings are missing: PONTON_API_KEY. Set them in the environment; `npm run demo` sets them for its simulator.\n",
  ]);
  await expect(readdir(nowhere)).rejects.toThrow("ENOENT");
});

test("where no stack runs, commands say how to start one and leave nothing behind", async () => {
  const nowhere = join(dataDir, "nowhere");
  const at = (command: string) =>
    startSillage([...command.split(" "), "--data-dir", nowhere], { TEMPORAL_ADDRESS: "" }).ended;
  const start = `No stack runs on ${nowhere}. Start it with \`npm run sillage -- dev --data-dir ${nowhere}\`, or `;
  for (const [command, way] of [
    ["run nightly", "set TEMPORAL_ADDRESS."],
    ["worker --role control", "set TEMPORAL_ADDRESS."],
    ["drop site_days README.md", "set TEMPORAL_ADDRESS."],
    ["status", "name a PostgreSQL with --db."],
    ["throttle", "name a PostgreSQL with --db."],
    ["quarantine list", "name a PostgreSQL with --db."],
    ["assets list", "name a PostgreSQL with --db."],
    ["audit list", "name a PostgreSQL with --db."],
    ["drain", "set TEMPORAL_ADDRESS."],
    ["checks list", "name a PostgreSQL with --db."],
  ] as const) {
    const { code, stderr } = await at(command);
    expect([command, code, stderr]).toEqual([command, 1, `sillage: ${start}${way}\n`]);
  }
  const doctor = await at("doctor");
  expect([doctor.code, doctor.stdout]).toEqual([1, expect.stringContaining(`No stack runs on ${nowhere}.\n`)]);
  expect(await readdir(dataDir)).not.toContain("nowhere");
});

test.each(["dev", "migrate", "up"])("%s with a file for a data directory ends in one sentence", async (command) => {
  const file = join(dataDir, "a-file");
  await writeFile(file, "");
  const { code, stderr } = await startSillage([command, "--data-dir", file]).ended;
  expect([code, stderr]).toEqual([
    2,
    `sillage: --data-dir names ${file}, which cannot be a folder (EEXIST). Name a folder, or a place where one can be made.\n`,
  ]);
});

test.each(["status", "throttle", "keys create --label x"])(
  "%s on a database without its tables says to migrate it",
  async (command) => {
    const fresh = join(dataDir, command.slice(0, 4));
    await mkdir(join(fresh, "database"), { recursive: true });
    const { code, stderr } = await startSillage([...command.split(" "), "--data-dir", fresh]).ended;
    expect([code, stderr]).toEqual([1, expect.stringContaining("Run `sillage migrate`.")]);
  },
);

test("npm, terminated, takes along what it runs, though it tells it nothing", async () => {
  // As the usual one is: relative to where the command was given.
  const directory = relative(root, join(dataDir, "under-npm"));
  const running = startLine(`exec npm run -s sillage -- up --only s3 --data-dir ${directory}`);
  await running.said("Ctrl-C");
  running.child.kill("SIGTERM");
  // Their output closes with the last of the processes.
  const { stdout, stderr } = await running.ended;
  expect(stdout + stderr).toContain("stopping every part");
});

test("from a shell with the machine's own older Node, which reads no TypeScript, every way to a command runs it", async ({
  skip,
}) => {
  const { stdout: shells } = await startLine("node --version").ended;
  // Node reads TypeScript as it is from 22.18 on.
  if (Number.parseInt(shells.slice(1), 10) >= 22) return skip(`the Node on PATH is not older: ${shells.trim()}`);
  for (const way of ["npx sillage", "npm run -s sillage --", "node bin/sillage.js"]) {
    const { code, stdout, stderr } = await startLine(`${way} --help`).ended;
    expect([way, code, stderr]).toEqual([way, 0, ""]);
    expect(stdout).toContain("Usage: sillage");
  }
});

test("every command of the project's folder is reached from another folder too", async () => {
  const { code, stdout } = await startLine(`cd / && node ${join(root, "bin", "sillage.js")} check`).ended;
  expect([code, stdout]).toEqual([0, expect.stringContaining("The declarations hold")]);
});

test("every bad setting is told at once, without its value", async () => {
  const ended = await sillage("status", { API_PORT: "99999999", INGESTION_TRIGGER: "sometimes" });
  expect(ended.code).toBe(1);
  expect(ended.stderr).toMatch(/API_PORT[\s\S]*INGESTION_TRIGGER|INGESTION_TRIGGER[\s\S]*API_PORT/);
  expect(ended.stderr).not.toMatch(/99999999|sometimes/);
});

test("declarations are proven without any server", async () => {
  const ended = await sillage("check --json");
  expect([ended.code, JSON.parse(ended.stdout)]).toEqual([
    0,
    expect.objectContaining({ tables: 16, marts: 13, kpis: 16, jobs: 4 }),
  ]);
});

test("commands that need a database open it themselves where no stack runs", async () => {
  expect((await sillage("migrate --json")).code).toBe(0);
  expect(JSON.parse((await sillage("migrate --json")).stdout)).toEqual({ applied: [] });
  expect(JSON.parse((await sillage("throttle --rate 250000 --reason trial --json")).stdout)).toMatchObject({
    bytesPerSecond: 250_000,
  });
  expect(JSON.parse((await sillage("audit list --json")).stdout)).toMatchObject([
    { what: "throttle.set", why: "trial", newValue: "250000 bytes/s" },
  ]);
  expect((await sillage("quarantine list")).stdout).toBe("Nothing is in quarantine.\n");
});

test("the doctor names what is wrong and how to mend it", async () => {
  const ended = await sillage("doctor --json");
  const findings: readonly { part: string; state: string; fix?: string }[] = JSON.parse(ended.stdout);
  expect(ended.code).toBe(1);
  expect(findings.find((finding) => finding.part === "temporal")).toMatchObject({
    state: "failed",
    fix: expect.stringContaining("sillage -- dev"),
  });
  expect(findings.find((finding) => finding.part === "declarations")?.state).toBe("ok");
});
