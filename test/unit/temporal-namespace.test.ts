import { spawnSync } from "node:child_process";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { searchAttributeKinds } from "../../workflows/contracts/attributes.ts";

const script = fileURLToPath(new URL("../../deploy/temporal-namespace.sh", import.meta.url));
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sillage-namespace-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Run the job against a `temporal` that answers by a shell `case` over its arguments. */
async function job(cases: string) {
  const program = join(folder, "temporal");
  await writeFile(program, `#!/bin/sh\necho "$*" >> "${folder}/asked"\ncase "$*" in\n${cases}\nesac\n`);
  await chmod(program, 0o755);
  const { status, stderr } = spawnSync("sh", [script], {
    encoding: "utf8",
    env: {
      PATH: `${folder}:/usr/bin:/bin`,
      TEMPORAL_ADDRESS: "temporal:7233",
      TEMPORAL_NAMESPACE: "sillage",
      TRIES: "3",
      PAUSE: "0",
    },
  });
  return { status, stderr, asked: (await readFile(join(folder, "asked"), "utf8")).trim().split("\n") };
}
const attributeLines = Object.entries(searchAttributeKinds).map(
  ([name, kind]) => `operator search-attribute create --namespace sillage --name ${name} --type ${kind}`,
);

test("a fresh server gets the namespace, kept 30 days, then every search attribute", async () => {
  const { status, asked } = await job("*) exit 0 ;;");
  expect([status, asked]).toEqual([
    0,
    [
      "operator cluster health",
      "operator namespace create --namespace sillage --retention 30d",
      "operator namespace describe --namespace sillage",
      ...attributeLines,
    ],
  ]);
});

test("what exists already is left", async () => {
  const { status, asked } = await job("*create*) echo 'Error: SillageJob already exists' >&2; exit 1 ;;\n*) exit 0 ;;");
  expect([status, asked.slice(3)]).toEqual([0, attributeLines]);
});

test("any other refusal ends the job with 1 and is told", async () => {
  const { status, stderr } = await job("*search-attribute*) echo 'Error: denied' >&2; exit 1 ;;\n*) exit 0 ;;");
  expect([status, stderr]).toEqual([1, "Error: denied\n"]);
});

test("a server that never answers ends the job with 1, and nothing is created", async () => {
  const { status, stderr, asked } = await job("*) echo 'Error: no route' >&2; exit 1 ;;");
  expect([status, stderr]).toEqual([1, "Error: no route\nTemporal at temporal:7233 did not answer in time.\n"]);
  expect(new Set(asked)).toEqual(new Set(["operator cluster health"]));
});
