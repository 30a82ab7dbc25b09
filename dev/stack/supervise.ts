import { spawn, type ChildProcess } from "node:child_process";
import { createWriteStream } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { SillageError } from "../../core/errors.ts";
import type { Env } from "../tools/tool.ts";

/** A program to keep alive. `healthy` is asked every 100 ms until it says yes; `onMessage` opens an IPC channel. */
export type ProcessSpec = {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Env;
  readonly logFile: string;
  readonly healthy: () => Promise<boolean>;
  readonly onMessage?: (message: unknown) => void;
  readonly startWithin: number;
};
/** A program kept alive. */
export type Supervised = {
  readonly name: string;
  readonly logFile: string;
  readonly pid: () => number | undefined;
  readonly restarts: () => number;
  readonly stop: () => Promise<void>;
};

const mostRestarts = 5;
const graceMs = 10_000;

/** Start a program in a process group of its own (so that Ctrl-C reaches us first), wait until it is healthy, start it again when it dies. Throws `stack.part-failed`. */
export async function superviseProcess(spec: ProcessSpec, progress: (line: string) => void): Promise<Supervised> {
  let stopping = false;
  let restarts = 0;
  let child = launch(spec);
  watch(child);
  await untilHealthy(spec, () => child);
  return {
    name: spec.name,
    logFile: spec.logFile,
    pid: () => child.pid,
    restarts: () => restarts,
    async stop() {
      stopping = true;
      await end(child);
    },
  };

  function watch(watched: ChildProcess): void {
    watched.once("exit", (code, signal) => {
      if (stopping) return;
      restarts++;
      progress(
        `${spec.name}: ended with ${signal ?? code}; ${restarts > mostRestarts ? `given up after ${mostRestarts} restarts, see ${spec.logFile}` : "starting it again"}`,
      );
      if (restarts <= mostRestarts) void restart();
    });
  }
  async function restart(): Promise<void> {
    await sleep(Math.min(5_000, 250 * 2 ** restarts));
    if (stopping) return;
    child = launch(spec);
    watch(child);
  }
}

function launch(spec: ProcessSpec): ChildProcess {
  const log = createWriteStream(spec.logFile, { flags: "a" });
  const child = spawn(spec.command, spec.args, {
    env: { ...spec.env },
    detached: true,
    stdio: spec.onMessage === undefined ? ["ignore", "pipe", "pipe"] : ["ignore", "pipe", "pipe", "ipc"],
  });
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  child.on("error", (error) => log.write(`${error.message}\n`));
  if (spec.onMessage !== undefined) child.on("message", spec.onMessage);
  return child;
}

async function untilHealthy(spec: ProcessSpec, child: () => ChildProcess): Promise<void> {
  const deadline = Date.now() + spec.startWithin;
  while (!(await spec.healthy())) {
    if (Date.now() > deadline || child().exitCode !== null) {
      await end(child());
      throw new SillageError({
        code: "stack.part-failed",
        message: `${spec.name} did not start${child().exitCode === null ? ` within ${spec.startWithin / 1000} s` : ""}.`,
        fix: `See its log: ${spec.logFile}`,
      });
    }
    await sleep(100);
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  signal(child.pid, "SIGTERM");
  const late = setTimeout(() => signal(child.pid ?? 0, "SIGKILL"), graceMs);
  await gone;
  clearTimeout(late);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended meanwhile.
  }
}
