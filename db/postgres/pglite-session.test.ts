import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

/** A process that opens PGlite, then loses the engine's thread in the middle of a call. */
const program = `
  import { Worker } from "node:worker_threads";
  const { pgliteSession } = await import(${JSON.stringify(new URL("pglite-session.ts", import.meta.url).href)});
  let engine;
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (...message) { engine = this; return post.apply(this, message); };
  const sql = await pgliteSession(undefined);
  await sql.query("select 1");
  const waiting = sql.query("select count(*) from generate_series(1, 100000000)").catch((error) => console.log(error.code));
  const later = waiting.then(() => sql.query("select 3")).catch((error) => console.log(error.code));
  await engine.terminate();
  await later;
  setInterval(() => undefined, 1000);
`;

test("a process whose engine is gone tells its callers and ends, so that another is started", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sillage-engine-"));
  const file = join(folder, "program.mjs");
  await writeFile(file, program);
  const ended = await new Promise<{ readonly status: unknown; readonly out: string; readonly err: string }>(
    (resolve) => {
      execFile(process.execPath, [file], (error, out, err) => resolve({ status: error?.code, out, err }));
    },
  );
  await rm(folder, { recursive: true });
  expect(ended.out.trim().split("\n")).toEqual(["db.engine-ended", "db.engine-ended"]);
  expect(ended.status).toBe(1);
  expect(ended.err).toContain("The engine of PGlite in memory ended by itself (status 1).");
});
