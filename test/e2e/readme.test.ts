import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { settingsMarkdown } from "../../cli/settings-table.ts";
import { awaitRun, startRun } from "../../cli/run-job.ts";
import type { Status } from "../../cli/status/read-status.ts";
import { acquireCursorUpdate, releaseCursorUpdate } from "../../workflows/contracts/messages.ts";
import { begunDemo } from "../harness/begun-demo.ts";
import { until, type TestDemo } from "../harness/demo.ts";
import { startLine } from "../harness/run-command.ts";
import { isSillage, shellLines } from "../harness/shown-commands.ts";

const root = new URL("../../", import.meta.url);
const readme = readFileSync(new URL("README.md", root), "utf8");
const lines = shellLines("README.md");
const commands = lines.filter(isSillage);

describe("each command of the README runs as it stands, against a stack of its own", () => {
  let night: TestDemo;
  beforeAll(async () => {
    night = await begunDemo();
  });
  afterAll(() => night.stop());

  test.each(commands)("%s", async (line) => {
    const { code, stdout, stderr } = await startLine(`${line} --data-dir ${night.dataDir}`).ended;
    expect([code, stderr.includes("sillage: ")]).toEqual([0, false]);
    expect(stdout.trim()).not.toBe("");
  });

  test.each([
    "status",
    "assets list",
    "assets show sites",
    "sources list",
    "audit list",
    "runs list",
    "runs days sites",
    "drift list",
    "sensors list",
    "check",
    "throttle",
    "quarantine list",
    "checks list",
    "checks show orders",
    "plan",
    "plan nightly",
    "erd",
    "openapi",
    "settings",
    "migrate",
  ])("%s --json prints one JSON document", async (command) => {
    const { stdout } = await startLine(`npm run -s sillage -- ${command} --json --data-dir ${night.dataDir}`).ended;
    expect(typeof JSON.parse(stdout)).toBe("object");
  });

  test("status tells who waits for whom, and which runs are on their way", async () => {
    const { client, ingestion } = night.demo;
    const sites = client.workflow.getHandle("asset/sites");
    const holder = "sensor/landing";
    const held = await sites.executeUpdate(acquireCursorUpdate, {
      args: [{ holder, placeMs: 600_000 }],
    });
    const id = await startRun(client, { job: "selection", selection: "sites", full: false, ingestion });
    const status = async (): Promise<Status> =>
      JSON.parse((await startLine(`npm run -s sillage -- status --json --data-dir ${night.dataDir}`).ended).stdout);
    const queueOf = (told: Status) => told.assets.find(({ asset }) => asset === "sites");
    await until("the run waits", async () => queueOf(await status())?.waiting.length === 1);
    const told = await status();
    expect(queueOf(told)).toMatchObject({ paused: false, holder, waiting: [`${id}/extract/sites`] });
    expect(queueOf(told)).toMatchObject({ freshness: "fresh", storedRows: 8 });
    expect(told.runs.map((run) => run.id)).toContain(id);
    const fence = held.granted ? held.fence : null;
    await sites.executeUpdate(releaseCursorUpdate, { args: [{ holder, fence, outcome: "cancelled" }] });
    await awaitRun(client, id);
  });

  test("status tells how far a table is that is being read", async () => {
    const { client, ingestion } = night.demo;
    // The second of two pages is given up by the vendor after ten seconds, as often as it is asked for.
    await night.fault([{ table: "sessions", kind: "504-slow", nth: 2, times: 1_000_000, delayMs: 10_000 }]);
    const selection = "sessions and kind:table";
    const id = await startRun(client, { job: "selection", selection, full: true, ingestion });
    try {
      await until("the first page is told with its rows, bytes and rate", async () => {
        const { stdout } = await startLine(`npm run -s sillage -- status --data-dir ${night.dataDir}`).ended;
        return /^sessions is read: 500(?: of [\d,]+)? rows, [\d.]+ MB at [\d,]+ rows\/s/m.test(stdout);
      });
    } finally {
      await night.mend();
    }
    await awaitRun(client, id);
  });

  test("doctor --json prints one JSON document, and counts the processes that read sources", async () => {
    const { stdout } = await startLine(`npm run -s sillage -- doctor --json --data-dir ${night.dataDir}`).ended;
    expect(JSON.parse(stdout)).toContainEqual({
      part: "source readers",
      state: "ok",
      detail: "1 of the 1 that EXTRACT_PROCESSES says asked for work lately",
    });
  });

  test("a plan is made with the running stack's rate", async () => {
    await night.demo.control("setThrottle", "default", { bytesPerSecond: 250_000 });
    const { stdout } = await startLine(`npm run -s sillage -- plan sites --json --data-dir ${night.dataDir}`).ended;
    expect(JSON.parse(stdout)).toMatchObject({ rate: 250_000, rateFrom: "the running stack" });
  });
});

test("the two commands of the beginning stand by line 20, and continuous integration runs them", () => {
  const beginning = readme.split("\n").slice(0, 20).join("\n");
  const ci = readFileSync(new URL(".ci/run", root), "utf8");
  for (const command of ["npm ci && npm run demo", "npm ci && npm test"]) {
    expect(beginning).toContain(command);
    for (const part of command.split(" && ")) expect(ci).toContain(part);
  }
});

test("no other command is shown than those that are run, and the compose file's, which its own test reads", () => {
  const others = lines.filter((line) => !commands.includes(line));
  expect(others).toEqual([
    "npm ci && npm run demo",
    "npm ci && npm test",
    "docker compose -f docker-compose.temporal.yml up",
    expect.stringMatching(/^docker compose -f docker-compose.temporal.yml up --wait mssql && .* npm run test:mssql$/),
  ]);
});

test("the settings' table is the configuration's", () => {
  const shown = /<!-- settings -->\n\n(?<table>[\s\S]*?)\n\n<!-- \/settings -->/.exec(readme)?.groups?.["table"];
  const cells = (table: readonly string[]) => table.map((row) => row.split("|").map((cell) => cell.trim()));
  const rows = (shown ?? "").split("\n");
  expect(cells(rows).filter((row) => !/^-+$/.test(row[1] ?? ""))).toEqual(
    cells(settingsMarkdown()).filter((row) => !/^-+$/.test(row[1] ?? "")),
  );
});

test("every command that exists is in the README's table", async () => {
  const { stdout } = await startLine("npm run -s sillage -- --help").ended;
  const existing = [...stdout.matchAll(/^ {2}(?<name>[a-z]+) (?:\[|<)/gm)].map((match) => match.groups?.["name"] ?? "");
  expect(existing.length).toBeGreaterThan(12);
  for (const name of existing.filter((known) => known !== "help"))
    expect(readme).toMatch(new RegExp(`^\\| .*\`${name}\\b`, "m"));
});

// Several lines show one command.
test.each([...new Set(commands.map((line) => line.replace(/ -- (\S+).*/, " -- $1")))])(
  "%s explains itself with --help",
  async (line) => {
    const { code, stdout } = await startLine(`${line} --help`).ended;
    expect(code).toBe(0);
    expect(stdout).toContain("Usage: sillage");
  },
);
