import { mkdtemp, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { deployment } from "../assets/index.ts";
import { startControl } from "../worker/control-server.ts";
import { refuseBesideStack, runtimeCall, temporalAddress, withDatabase, withNewDatabase } from "./reach.ts";

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "sillage-reach-"));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

/** A stack that lives (this very process) on the data directory. */
async function liveStack(file: object): Promise<void> {
  await writeFile(join(dataDir, "lock"), String(process.pid));
  await writeFile(join(dataDir, "stack.json"), JSON.stringify(file));
}
const where = () => ({ dataDir, db: undefined });
const mirrors = (patience?: number) => withDatabase(where(), deployment, (database) => database.mirrors(), patience);

test("while a stack starts its runtime, a command waits, then says so, and never opens the stack's files", async () => {
  await liveStack({ parts: "all" });
  await mkdir(join(dataDir, "database"));
  await expect(mirrors(250)).rejects.toMatchObject({
    code: "stack.restarting",
    retryable: true,
    message: `The stack of process ${process.pid} on ${dataDir} does not answer: its runtime is being started. Try again in a few seconds; ${dataDir}/logs/runtime.log tells what keeps it.`,
  });
  expect(await readdir(join(dataDir, "database"))).toEqual([]);
  expect(await readdir(dataDir)).not.toContain("database.lock");
});

test("a runtime that comes back meanwhile is used", async () => {
  await liveStack({ parts: "all" });
  const answered = mirrors(10_000);
  const control = await startControl(dataDir, { describe: async () => "", mirrors: async () => ["from the runtime"] });
  expect(await answered).toEqual(["from the runtime"]);
  await control.stop();
});

test("no stack and no database: nothing is made to read from, and the ways on are told", async () => {
  const way = `No stack runs on ${dataDir}. Start it with \`npm run sillage -- dev --data-dir ${dataDir}\`, or`;
  await expect(mirrors()).rejects.toMatchObject({
    code: "stack.absent",
    message: `${way} name a PostgreSQL with --db.`,
  });
  await expect(temporalAddress(dataDir)).rejects.toMatchObject({
    code: "stack.absent",
    message: `${way} set TEMPORAL_ADDRESS.`,
  });
  expect(await readdir(dataDir)).toEqual([]);
});

test("the address of a stack that was killed is nobody's: another stack may have its port by now", async () => {
  await writeFile(join(dataDir, "stack.json"), JSON.stringify({ temporal: { address: "127.0.0.1:7233" } }));
  await expect(temporalAddress(dataDir)).rejects.toMatchObject({ code: "stack.absent" });
  await liveStack({ temporal: { address: "127.0.0.1:7233" } });
  expect(await temporalAddress(dataDir)).toBe("127.0.0.1:7233");
});

test("beside servers without a runtime, commands open the database themselves", async () => {
  await liveStack({ parts: "servers" });
  expect(await runtimeCall(dataDir, 0)).toBeUndefined();
  expect(await withNewDatabase(where(), deployment, (database) => database.migrate())).not.toEqual([]);
  expect(await mirrors()).toEqual([]);
  await refuseBesideStack(where());
});

test("a process of its own is refused the embedded database that a stack owns", async () => {
  await liveStack({ parts: "all" });
  await expect(refuseBesideStack(where())).rejects.toMatchObject({
    code: "stack.owns-database",
    message: `The embedded database in ${dataDir} belongs to the stack of process ${process.pid}. Use PostgreSQL with --db for several processes, or choose another --data-dir.`,
  });
  await refuseBesideStack({ dataDir, db: "postgres://sillage@db.example.test/sillage" });
});
