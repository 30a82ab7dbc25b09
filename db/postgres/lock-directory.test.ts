import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { racers, type Racer } from "../../test/harness/race-for-lock.ts";
import { lockDirectory } from "./lock-directory.ts";

let folder: string;
let running: readonly Racer[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sillage-lock-"));
});
afterEach(async () => {
  await Promise.all(running.map((racer) => racer.kill()));
  running = [];
  await rm(folder, { recursive: true, force: true });
});

test("of processes that open a directory at once exactly one gets it, also where a killed one left its note", async () => {
  running = await racers(4, new URL("lock-directory.ts", import.meta.url), "lockDirectory");
  for (let round = 0; round < 30; round++) {
    const directory = join(folder, String(round));
    if (round % 2 === 0) await writeFile(`${directory}.lock`, "999999");
    const answers = await Promise.all(running.map((racer) => racer.take(directory)));
    expect(answers.filter((answer) => answer === "held")).toHaveLength(1);
    expect(answers.filter((answer) => answer.startsWith("db.locked"))).toHaveLength(3);
  }
});

test("a directory whose owner was killed is free at once", async () => {
  running = await racers(1, new URL("lock-directory.ts", import.meta.url), "lockDirectory");
  const directory = join(folder, "target");
  expect(await running[0]?.take(directory)).toBe("held");
  await running[0]?.kill();
  running = [];
  const unlock = await lockDirectory(directory);
  await unlock();
});

test("a directory in use is refused with its owner, to this very process too, and free once it is let go", async () => {
  const directory = join(folder, "target");
  const unlock = await lockDirectory(directory);
  await expect(lockDirectory(directory)).rejects.toThrow(
    expect.objectContaining({
      code: "db.locked",
      message: `The database directory ${directory} is in use by process ${process.pid}. Stop it, choose another --data-dir, or use PostgreSQL with --db for several processes.`,
    }),
  );
  await rm(`${directory}.lock`);
  await expect(lockDirectory(directory)).rejects.toThrow(
    `The database directory ${directory} is in use by process (just starting).`,
  );
  await unlock();
  await (
    await lockDirectory(directory)
  )();
});
