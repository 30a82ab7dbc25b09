import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, readlink, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { setTimeout as sleep } from "node:timers/promises";
import type { SillageError } from "../../core/errors.ts";
import { answersWell, freePort } from "./ports.ts";
import { superviseProcess, type ProcessSpec } from "./supervise.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sillage-supervise-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const launched: number[] = [];
const spec = (script: string, more: Partial<ProcessSpec> = {}): ProcessSpec => ({
  name: "part",
  command: "/bin/sh",
  args: ["-c", script],
  env: { PATH: "/usr/bin:/bin" },
  logFile: join(folder, "part.log"),
  healthy: async () => true,
  startWithin: 5_000,
  onLaunch: (pid) => void launched.push(pid),
  ...more,
});
const quiet = (): void => undefined;
const isAlive = (pid: number | undefined): boolean => {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch {
    return false;
  }
};

test("what the program says is in its log, and a stop ends it", async () => {
  const part = await superviseProcess(spec("echo hello; exec sleep 60"), quiet);
  for (let wait = 0; wait < 50 && (await readFile(part.logFile, "utf8").catch(() => "")) === ""; wait++)
    await sleep(20);
  expect(await readFile(part.logFile, "utf8")).toBe("hello\n");
  await part.stop();
  expect(isAlive(part.pid())).toBe(false);
});

test("a program that closes what it has open is waited for; one that does not end in its time is killed, and that is said", async () => {
  const said: string[] = [];
  const say = (line: string): void => void said.push(line);
  const closing = "trap 'sleep 0.3; echo closed; exit 0' TERM; echo up; while :; do sleep 0.05; done";
  const stubborn = "trap '' TERM; echo up; while :; do sleep 0.05; done";
  for (const [script, endsWithin] of [
    [closing, 5_000],
    [stubborn, 200],
  ] as const) {
    const part = await superviseProcess(
      spec(script, {
        endsWithin,
        healthy: async () => (await readFile(join(folder, "part.log"), "utf8").catch(() => "")).endsWith("up\n"),
      }),
      say,
    );
    await part.stop();
    expect(isAlive(part.pid())).toBe(false);
  }
  expect(await readFile(join(folder, "part.log"), "utf8")).toBe("up\nclosed\nup\n");
  expect(said).toEqual(["part: did not end within 0.2 s, killed"]);
});

test("a program killed −9 is started again", async () => {
  const part = await superviseProcess(spec("exec sleep 60"), quiet);
  const first = part.pid();
  process.kill(first ?? 0, "SIGKILL");
  while (part.pid() === first) await sleep(20);
  expect([part.restarts(), isAlive(part.pid())]).toEqual([1, true]);
  await part.stop();
});

test("a program that dies at once fails the start, names its log, and is not started again behind one's back", async () => {
  launched.length = 0;
  await expect(superviseProcess(spec("exit 7", { healthy: async () => false }), quiet)).rejects.toThrow(
    `part did not start. See its log: ${join(folder, "part.log")}`,
  );
  await sleep(700);
  expect(launched).toHaveLength(1);
});

test("a program that has ended is not healthy, whoever answers in its place", async () => {
  const answersLater = async (): Promise<boolean> => {
    while (isAlive(launched.at(-1))) await sleep(20);
    return true;
  };
  await expect(superviseProcess(spec("exit 7", { healthy: answersLater }), quiet)).rejects.toThrow(
    `part did not start. See its log: ${join(folder, "part.log")}`,
  );
});

test("a program that dies while it starts is not started again, however long its health takes to be asked", async () => {
  launched.length = 0;
  const answersLate = async (): Promise<boolean> => {
    while (isAlive(launched[0])) await sleep(20);
    await sleep(200);
    return true;
  };
  const starting = superviseProcess(spec("exit 7", { healthy: answersLate, restartDelay: () => 5 }), quiet);
  await expect(starting).rejects.toThrow("part did not start.");
  expect(launched).toHaveLength(1);
});

test("a program that is not healthy in time fails the start and is ended", async () => {
  const starting = superviseProcess(spec("exec sleep 60", { healthy: async () => false, startWithin: 300 }), quiet);
  await expect(starting).rejects.toThrow("part did not start within 0.3 s.");
  expect(isAlive(launched.at(-1))).toBe(false);
});

test("a start that is told to stop ends what it launched", async () => {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 200);
  const starting = superviseProcess(spec("exec sleep 60", { healthy: async () => false, signal: stop.signal }), quiet);
  await expect(starting).rejects.toThrow("Stopped while starting.");
  expect(isAlive(launched.at(-1))).toBe(false);
});

test("a program that dies again and again is given up loudly", async () => {
  const given = Promise.withResolvers<SillageError>();
  const part = await superviseProcess(spec("exit 0", { onGivenUp: given.resolve, restartDelay: () => 5 }), quiet);
  expect((await given.promise).message).toBe(
    `part ended 6 times and is not started again. See its log: ${join(folder, "part.log")}`,
  );
  await part.stop();
});

const server = "require('node:http').createServer((_, r) => r.end()).listen(Number(process.argv[1]), '127.0.0.1')";

test("a program that hangs is killed and started again, and a look or two without an answer is no harm", async () => {
  const port = await freePort(0);
  const said: string[] = [];
  let silent = 0;
  const part = await superviseProcess(
    spec("", {
      command: process.execPath,
      args: ["-e", server, String(port)],
      looks: { every: 20, misses: 3, within: 1_000 },
      healthy: async (within) => silent-- <= 0 && answersWell(`http://127.0.0.1:${port}`, within),
      restartDelay: () => 5,
    }),
    (line) => void said.push(line),
  );
  const first = part.pid();
  silent = 2;
  await expect.poll(() => silent, { timeout: 10_000 }).toBeLessThan(-5);
  expect([part.pid(), said]).toEqual([first, []]);
  process.kill(first ?? 0, "SIGSTOP");
  await expect.poll(() => part.restarts(), { timeout: 30_000 }).toBe(1);
  await expect.poll(() => answersWell(`http://127.0.0.1:${port}`, 1_000), { timeout: 30_000 }).toBe(true);
  expect([isAlive(first), part.pid() === first]).toEqual([false, false]);
  expect(said).toEqual(["part: does not answer any more, killed", "part: ended with SIGKILL; starting it again"]);
  await part.stop();
}, 60_000);

test("a program that is started again and does not come up is killed, and given up in the end however long it lived", async () => {
  const given = Promise.withResolvers<SillageError>();
  const said: string[] = [];
  let isUp = true;
  const part = await superviseProcess(
    spec("exec sleep 60", {
      healthy: async () => isUp,
      startWithin: 100,
      looks: { every: 20, misses: 100, within: 1_000 },
      restartDelay: () => 5,
      forgivenAfter: 0,
      onGivenUp: given.resolve,
    }),
    (line) => void said.push(line),
  );
  isUp = false;
  process.kill(part.pid() ?? 0, "SIGKILL");
  expect((await given.promise).code).toBe("stack.part-failed");
  expect(said.filter((line) => line === "part: does not answer in time, killed")).toHaveLength(5);
  expect(isAlive(part.pid())).toBe(false);
  await part.stop();
}, 60_000);

test("a program that cannot be started again is tried as often as one that dies, then given up", async () => {
  const given = Promise.withResolvers<SillageError>();
  const said: string[] = [];
  const command = join(folder, "program");
  await writeFile(command, "#!/bin/sh\nexec sleep 60\n", { mode: 0o700 });
  const part = await superviseProcess(
    spec("", { command, args: [], restartDelay: () => 5, onGivenUp: given.resolve }),
    (line) => void said.push(line),
  );
  await rm(command);
  process.kill(part.pid() ?? 0, "SIGKILL");
  expect((await given.promise).message).toContain("part ended 6 times and is not started again.");
  expect(said.filter((line) => line.includes("ENOENT"))).toHaveLength(5);
  expect(part.restarts()).toBe(5);
  await part.stop();
});

test.skipIf(!existsSync("/proc/self/fd"))(
  "what a program of many restarts said is in one log, of which nothing is left open",
  async () => {
    const given = Promise.withResolvers<SillageError>();
    const part = await superviseProcess(spec("echo hello", { onGivenUp: given.resolve, restartDelay: () => 5 }), quiet);
    await given.promise;
    await part.stop();
    expect(await readFile(part.logFile, "utf8")).toBe("hello\n".repeat(6));
    await expect.poll(() => openFiles().then((open) => open.filter((file) => file === part.logFile))).toEqual([]);
  },
);

/** The files that this process has open. */
async function openFiles(): Promise<readonly string[]> {
  const numbers = await readdir("/proc/self/fd");
  return Promise.all(numbers.map((number) => readlink(`/proc/self/fd/${number}`).catch(() => "")));
}

test("restarts are forgiven to a program that lived long enough in between", async () => {
  const given: SillageError[] = [];
  const part = await superviseProcess(
    spec("exit 0", { onGivenUp: (error) => void given.push(error), restartDelay: () => 5, forgivenAfter: 0 }),
    quiet,
  );
  while (part.restarts() < 8) await sleep(10);
  await part.stop();
  expect(given).toEqual([]);
});
