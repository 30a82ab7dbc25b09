import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { racers, type Racer } from "../../test/harness/race-for-lock.ts";
import { lockStack } from "./stack-lock.ts";

let folder: string;
let running: readonly Racer[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sillage-stack-lock-"));
});
afterEach(async () => {
  await Promise.all(running.map((racer) => racer.kill()));
  running = [];
  await rm(folder, { recursive: true, force: true });
});

test("of stacks that start at once on a data directory exactly one gets it, and a killed one's is free at once", async () => {
  running = await racers(3, new URL("stack-lock.ts", import.meta.url), "lockStack");
  for (let round = 0; round < 20; round++) {
    const answers = await Promise.all(running.map((racer) => racer.take(join(folder, String(round)))));
    expect(answers.filter((answer) => answer === "held")).toHaveLength(1);
  }
  await Promise.all(running.map((racer) => racer.kill()));
  running = [];
  await (
    await lockStack(join(folder, "0"))
  )();
});

test("a data directory in use is refused with its owner", async () => {
  await writeFile(join(folder, "lock"), "999999");
  const unlock = await lockStack(folder);
  await expect(lockStack(folder)).rejects.toThrow(
    expect.objectContaining({
      code: "stack.locked",
      message: `The data directory ${folder} is in use by the stack of process ${process.pid}. Stop it with Ctrl-C, or choose another --data-dir.`,
    }),
  );
  await unlock();
});
