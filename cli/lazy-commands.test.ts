import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const main = fileURLToPath(new URL("main.ts", import.meta.url));
/** Says each module that is loaded on stderr. */
const telling = `data:text/javascript,${encodeURIComponent(`
import { registerHooks } from "node:module";
registerHooks({ resolve(specifier, context, next) {
  const found = next(specifier, context);
  process.stderr.write("loaded " + found.url + "\\n");
  return found;
} });`)}`;

test("a command that needs no server loads no worker, no API, no store and no database's driver", async () => {
  const { stderr } = await promisify(execFile)(process.execPath, ["--import", telling, main, "check"]);
  const packages = [...stderr.matchAll(/^loaded .*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//gm)].map(([, name]) => name);
  expect(packages).toContain("commander");
  const heavy = ["@temporalio/worker", "hono", "@hono/node-server", "@aws-sdk/client-s3", "pg", "mssql", "undici"];
  expect(packages.filter((name) => name !== undefined && heavy.includes(name))).toEqual([]);
});
