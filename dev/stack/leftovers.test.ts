import { spawn } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { endLeftovers, pidKeeper } from "./leftovers.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sillage-leftovers-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const launch = (command: string, args: readonly string[]) => {
  const child = spawn(command, args, { stdio: "ignore" });
  return {
    pid: child.pid ?? 0,
    ended: new Promise<string>((resolve) => child.once("exit", (_, by) => resolve(by ?? ""))),
  };
};

test("parts that a killed stack left are ended; a number that another program has by now is left alone", async () => {
  const [part, other] = [launch("sleep", ["61"]), launch("sleep", ["62"])];
  const keep = pidKeeper(folder);
  keep("sleep")(part.pid);
  keep("versitygw")(other.pid);
  await endLeftovers(folder);
  expect(await part.ended).toBe("SIGTERM");
  expect(process.kill(other.pid, 0)).toBe(true);
  expect(await readdir(folder)).toEqual([]);
  process.kill(other.pid, "SIGKILL");
});

test("nothing left is nothing to do", async () => {
  await endLeftovers(folder);
  expect(await readdir(folder)).toEqual([]);
});
