import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const unit = [
  "core",
  "db",
  "pii",
  "activities",
  "workflows",
  "worker",
  "api",
  "pages",
  "assets",
  "cli",
  "dev",
  "bench",
].map((folder) => `${folder}/**/*.test.ts`);

/** A server of Microsoft's, on Azure perhaps, takes its time to make a database and to answer. */
const isRemote = process.env["SILLAGE_TEST_MSSQL_URL"] !== undefined;
const report = process.env["SILLAGE_TEST_REPORT"];

export default defineConfig({
  test: {
    // Nights wait for heartbeats, servers and listings: two files at once fill two cores. More would need more memory, 2 GB a night.
    maxWorkers: 2,
    reporters: report === undefined ? ["default"] : ["default", ["json", { outputFile: report }]],
    projects: [
      {
        test: {
          name: "unit",
          include: [...unit, "test/unit/**/*.test.ts", "test/contracts/**/*.test.ts"],
          // Files of one process share what they import, and the engine's compiled code: half the CPU (decision 0161).
          isolate: false,
          setupFiles: ["test/harness/after-each-file.ts"],
          testTimeout: isRemote ? 300_000 : 60_000,
          hookTimeout: isRemote ? 900_000 : 120_000,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts", "test/replay/**/*.test.ts"],
          testTimeout: 300_000,
          hookTimeout: isRemote ? 900_000 : 600_000,
          // As bin/sillage.js does for what it starts: products that tests start compile their sources once, not each by itself.
          env: { NODE_COMPILE_CACHE: fileURLToPath(new URL("node_modules/.cache/sillage", import.meta.url)) },
          globalSetup: ["test/harness/setup.ts"],
          runner: "test/harness/end-to-end-runner.ts",
        },
      },
    ],
    coverage: {
      include: ["core/**/*.ts"],
      thresholds: { "core/**": { lines: 100, functions: 100, statements: 100, branches: 100 } },
    },
  },
});
