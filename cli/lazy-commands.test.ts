import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { startControl } from "../worker/control-server.ts";

const main = fileURLToPath(new URL("main.ts", import.meta.url));
/** Says each module that is loaded on stderr. */
const telling = `data:text/javascript,${encodeURIComponent(`
import { registerHooks } from "node:module";
registerHooks({ resolve(specifier, context, next) {
  const found = next(specifier, context);
  process.stderr.write("loaded " + found.url + "\\n");
  return found;
} });`)}`;

const loadedBy = (stderr: string): readonly (string | undefined)[] =>
  [...stderr.matchAll(/^loaded .*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//gm)].map(([, name]) => name);

test("a command that needs no server loads no worker, no API, no store and no database's driver", async () => {
  const { stderr } = await promisify(execFile)(process.execPath, ["--import", telling, main, "check"]);
  const packages = loadedBy(stderr);
  expect(packages).toContain("commander");
  const heavy = ["@temporalio/worker", "hono", "@hono/node-server", "@aws-sdk/client-s3", "pg", "mssql", "undici"];
  expect(packages.filter((name) => name !== undefined && heavy.includes(name))).toEqual([]);
});

test("a command that finds no stack says so before it loads a store, a source's reader or a database", async () => {
  const nowhere = join(tmpdir(), "sillage-no-such-folder");
  const ended = promisify(execFile)(process.execPath, ["--import", telling, main, "status", "--data-dir", nowhere]);
  const { stderr } = await ended.then(
    () => ({ stderr: "" }),
    (error: { readonly stderr: string }) => error,
  );
  expect(stderr).toContain("No stack runs on");
  const heavy = ["@aws-sdk/client-s3", "@grpc/grpc-js", "libphonenumber-js", "pg", "undici", "@electric-sql/pglite"];
  const packages = loadedBy(stderr);
  expect(packages).toContain("commander");
  expect(packages.filter((name) => name !== undefined && heavy.includes(name))).toEqual([]);
});

test("a run that a living stack starts loads neither the deployment nor a Temporal client", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "sillage-lazy-"));
  const asked: unknown[] = [];
  const startRun = async (one: unknown) => (asked.push(one), "run/nightly/01");
  const control = await startControl(dataDir, { describe: async () => "a test", startRun });
  try {
    const args = ["run", "nightly", "--detach", "--data-dir", dataDir];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ["--import", telling, main, ...args]);
    expect(stdout).toBe("run/nightly/01\n");
    expect(asked).toMatchObject([{ target: "nightly", full: false }]);
    expect(new Set(loadedBy(stderr))).toEqual(new Set(["commander", "ulid"]));
  } finally {
    await control.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
});
