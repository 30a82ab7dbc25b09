import { spawnSync } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));

const core =
  "core/ imports nothing outside core/: no package, no node: module, no other folder. State a port in core/ports and implement it elsewhere.";
const db = "db/ imports core/, the ports of pii/ as types, drizzle and database drivers.";
const assets =
  "assets/ imports the public entry `index.ts` and its own files only. What is missing there belongs in db/declare, exported by the entry.";
const workflows =
  "workflows/ import core/, types of activities/ and @temporalio/workflow: they are bundled and replayed, so nothing else is there at run time.";
const activities =
  "activities/ import core/ and @temporalio/activity; a dependency arrives as an argument of the factory.";
const pii =
  "pii/ imports core/, node:crypto, node:url and libphonenumber-js; anything that stores is a port in core/ports.";
const api = "api/ imports core/, db/, the ports of pii/ as types, hono, zod and what serves pages.";
const pages =
  "pages/ imports core/, api/, the declarations of db/ as types, hono, openid-client and dagre: what it shows comes through the API's own code.";
const dev = "dev/ imports core/ and its own parts; the worker and the API come in as functions.";
const starters = "Only cli/ imports worker/start.ts and api/start.ts: take what they start as a function.";

/** A file, the line it holds, and what the linter says of it. */
const refused: readonly (readonly [file: string, line: string, message: string])[] = [
  ["core/a.ts", 'import "node:crypto";', core],
  ["core/b.ts", 'import "zod";', core],
  ["core/graph/c.ts", 'import "../../db/declare/column.ts";', core],
  ["core/graph/d.ts", 'import type { Config } from "../../config.ts";\nexport type Given = Config;', core],
  ["db/a.ts", 'import "../api/app.ts";', db],
  ["db/postgres/b.ts", 'import "undici";', db],
  [
    "db/postgres/c.ts",
    'import { seal } from "../../pii/xaes.ts";\nseal();',
    "db/ knows pii/ by its types only: write `import type`, and take the implementation as an argument.",
  ],
  ["assets/tables/a.ts", 'import "drizzle-orm";', assets],
  ["assets/tables/b.ts", 'import "../../db/declare/column.ts";', assets],
  ["assets/c.ts", 'import "node:fs";', assets],
  ["examples/tides/d.ts", 'import "../../core/errors.ts";', assets],
  [
    "workflows/a.ts",
    'import { landPart } from "../activities/index.ts";\nlandPart();',
    "workflows/ know activities by their types only: write `import type` and call them through proxyActivities, else the bundle drags node: modules in.",
  ],
  ["workflows/b.ts", 'import "node:crypto";', workflows],
  ["workflows/logic/c.ts", 'import "../../assets/index.ts";', workflows],
  ["workflows/contracts/d.ts", 'import "@temporalio/client";', workflows],
  [
    "workflows/e.ts",
    'import { uuid } from "@temporalio/common";\nuuid();',
    "workflows/ take only types of @temporalio/common: write `import type`; values come from @temporalio/workflow.",
  ],
  [
    "activities/a.ts",
    'import "undici";',
    "A package belongs in activities/adapters, behind a port; activities/ itself imports @temporalio/activity and @temporalio/common only.",
  ],
  ["activities/b.ts", 'import "../api/app.ts";', activities],
  ["activities/adapters/c.ts", 'import "../../assets/index.ts";', activities],
  [
    "activities/d.ts",
    'import { open } from "../db/postgres/open-database.ts";\nopen();',
    "activities/ know db/, pii/ and workflows/ by their types only: write `import type`, and take the implementation as an argument of the factory.",
  ],
  ["pii/a.ts", 'import "node:fs";', pii],
  [
    "pii/d.ts",
    'import { createDecipheriv } from "node:crypto";\ncreateDecipheriv("", "", "");',
    "Only pii/aead.ts encrypts and decrypts: without its tag length Node takes tags of four bytes.",
  ],
  ["pii/b.ts", 'import "../db/identity/sql-identity-store.ts";', pii],
  [
    "pii/kek/c.ts",
    'import "node:net";',
    "pii/kek reads key files and asks vaults: node:fs, node:path, node:crypto and a lazily imported vault package.",
  ],
  ["api/a.ts", 'import "../activities/index.ts";', api],
  ["api/b.ts", 'import "express";', api],
  [
    "api/c.ts",
    'import { seal } from "../pii/xaes.ts";\nseal();',
    "api/ knows pii/ by its types only: write `import type`, and take the implementation as an argument.",
  ],
  ["api/d.ts", 'import "../pages/layout.ts";', api],
  ["pages/a.ts", 'import "../assets/index.ts";', pages],
  ["pages/charts/b.ts", 'import "undici";', pages],
  [
    "pages/dashboards/c.ts",
    'import "../../db/postgres/open-database.ts";',
    "pages/ sends no statement of its own: ask a KPI by api/kpi-answer.ts, or a port that you are given.",
  ],
  [
    "worker/a.ts",
    'import "../assets/index.ts";',
    "worker/ loads a deployment by path and knows neither assets/, cli/ nor dev/: take them as arguments.",
  ],
  ["worker/b.ts", 'import "../api/start.ts";', starters],
  ["worker/c.ts", 'import "./start.ts";', starters],
  ["dev/stack/a.ts", 'import "../../worker/start.ts";', dev],
  ["dev/b.ts", 'import "../assets/index.ts";', dev],
  ["index.ts", 'export * from "./api/app.ts";', "The public entry only re-exports db/declare/ and drizzle-orm."],
];

/** Imports that the table allows. */
const allowed: readonly (readonly [file: string, line: string])[] = [
  ["core/graph/z.ts", 'import "../errors.ts";\nimport "./plan.ts";'],
  [
    "db/postgres/z.ts",
    'import "../../core/errors.ts";\nimport "pg";\nimport "node:fs";\nimport "drizzle-orm/pg-core";\nimport type { Kek } from "../../pii/kek.ts";\nexport type Given = Kek;',
  ],
  ["assets/tables/z.ts", 'import "../../index.ts";\nimport "../sources/ponton.ts";'],
  [
    "workflows/z.ts",
    'import "@temporalio/workflow";\nimport "../core/errors.ts";\nimport type { Activities } from "../activities/index.ts";\nexport type Given = Activities;',
  ],
  ["activities/adapters/z.ts", 'import "undici";\nimport "@aws-sdk/client-s3";\nimport "../../core/errors.ts";'],
  ["activities/z.ts", 'import "@temporalio/activity";\nimport "node:zlib";'],
  ["pii/z.ts", 'import "node:crypto";\nimport "libphonenumber-js/min";\nimport "../core/errors.ts";'],
  ["pii/kek/z.ts", 'import "node:fs/promises";\nimport "../kek.ts";'],
  ["api/z.ts", 'import "hono/html";\nimport "zod";\nimport "../db/declare/graph.ts";'],
  ["pages/z.ts", 'import "hono/html";\nimport "../api/csv.ts";\nimport "openid-client";'],
  ["cli/z.ts", 'import "../worker/start.ts";\nimport "../api/start.ts";\nimport "../dev/ponton/start.ts";'],
  ["dev/stack/z.ts", 'import "../tools/tool.ts";\nimport "node:net";\nimport "../../core/errors.ts";'],
  ["core/graph/z.test.ts", 'import "vitest";\nimport "../../assets/index.ts";'],
];

type Finding = { readonly code: string; readonly filename: string; readonly help: string };

let folder: string;
let findings: readonly Finding[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "import-rules-"));
  await cp(join(root, ".oxlintrc.json"), join(folder, ".oxlintrc.json"));
  for (const [file, line] of [...refused, ...allowed]) {
    await mkdir(join(folder, dirname(file)), { recursive: true });
    await writeFile(join(folder, file), `${line}\n`);
  }
  const run = spawnSync(join(root, "node_modules/.bin/oxlint"), ["-f", "json"], { cwd: folder, encoding: "utf8" });
  const report: { diagnostics: readonly Finding[] } = JSON.parse(run.stdout);
  findings = report.diagnostics.filter((finding) => finding.code.endsWith("(no-restricted-imports)"));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const saidOf = (file: string): readonly string[] =>
  findings.filter((finding) => finding.filename.endsWith(file)).map((finding) => finding.help);

test.for(refused)("%s may not hold: %s", ([file, , message]) => {
  expect(saidOf(file)).toContain(message);
});

test.for(allowed)("%s may hold: %s", ([file]) => {
  expect(saidOf(file)).toEqual([]);
});
