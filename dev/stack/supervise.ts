import { spawn, type ChildProcess } from "node:child_process";
import { createWriteStream } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { SillageError } from "../../core/errors.ts";
import type { Env } from "../tools/tool.ts";

/** A program to keep alive. `healthy` is asked every 100 ms until it says yes, for `startWithin` ms at most or until `signal` says to stop; `onMessage` opens an IPC channel; `onLaunch` hears of each process at once. */
export type ProcessSpec = {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Env;
  readonly logFile: string;
  readonly healthy: () => Promise<boolean>;
  readonly onMessage?: (message: unknown) => void;
  readonly startWithin: number;
  /** Milliseconds from the order to end until it is killed; 10 s by default. */
  readonly endsWithin?: number;
  readonly signal?: AbortSignal;
  readonly onLaunch?: (pid: number) => void;
  /** Milliseconds before the nth restart in a row; grows from 500 ms to 5 s by default. */
  readonly restartDelay?: (restart: number) => number;
  /** A program that lived this long has its earlier restarts forgiven. Milliseconds; a minute by default. */
  readonly forgivenAfter?: number;
  /** Hears that the program died too often to be started again. */
  readonly onGivenUp?: (error: SillageError) => void;
};
/** A program kept alive. */
export type Supervised = {
  readonly name: string;
  readonly logFile: string;
  readonly pid: () => number | undefined;
  readonly restarts: () => number;
  readonly stop: () => Promise<void>;
};

/** Restarts in a row after which a program is given up. */
const mostRestarts = 5;
const forgivenAfterMs = 60_000;
const endsWithinMs = 10_000;
const growingDelay = (restarts: number): number => Math.min(5_000, 250 * 2 ** restarts);

/** Start a program in a process group of its own (so that Ctrl-C reaches us first), wait until it is healthy, start it again when it dies. Throws `stack.part-failed`, `stack.stopped`. */
export async function superviseProcess(spec: ProcessSpec, progress: (line: string) => void): Promise<Supervised> {
  let stopping = false;
  let restarts = 0;
  let inARow = 0;
  let child = launch(spec);
  watch(child);
  try {
    await untilHealthy(spec, () => child);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    name: spec.name,
    logFile: spec.logFile,
    pid: () => child.pid,
    restarts: () => restarts,
    stop,
  };

  async function stop(): Promise<void> {
    stopping = true;
    const within = spec.endsWithin ?? endsWithinMs;
    const onKill = (): void => progress(`${spec.name}: did not end within ${within / 1000} s, killed`);
    await end(child, within, onKill);
  }

  function watch(watched: ChildProcess): void {
    const launchedAt = performance.now();
    watched.once("exit", (code, signal) => {
      if (stopping) return;
      inARow = performance.now() - launchedAt >= (spec.forgivenAfter ?? forgivenAfterMs) ? 1 : inARow + 1;
      const isHopeless = inARow > mostRestarts;
      progress(
        `${spec.name}: ended with ${signal ?? code}; ${isHopeless ? `given up after ${mostRestarts} restarts, see ${spec.logFile}` : "starting it again"}`,
      );
      if (isHopeless) return spec.onGivenUp?.(givenUp(spec));
      restarts++;
      void restart();
    });
  }
  async function restart(): Promise<void> {
    await sleep((spec.restartDelay ?? growingDelay)(inARow));
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
  if (child.pid !== undefined) spec.onLaunch?.(child.pid);
  if (spec.onMessage !== undefined) child.on("message", spec.onMessage);
  return child;
}

async function untilHealthy(spec: ProcessSpec, child: () => ChildProcess): Promise<void> {
  for (const deadline = Date.now() + spec.startWithin; ; await sleep(100)) {
    const isHealthy = await spec.healthy();
    // Asked after its health: what answers for a program that has ended is somebody else's.
    const hasEnded = child().exitCode !== null || child().signalCode !== null;
    if (isHealthy && !hasEnded) return;
    if (spec.signal?.aborted === true) throw stoppedWhileStarting();
    if (Date.now() > deadline || hasEnded)
      throw new SillageError({
        code: "stack.part-failed",
        message: `${spec.name} did not start${child().exitCode === null ? ` within ${spec.startWithin / 1000} s` : ""}.`,
        fix: `See its log: ${spec.logFile}`,
      });
  }
}

const givenUp = ({ name, logFile }: ProcessSpec): SillageError =>
  new SillageError({
    code: "stack.part-failed",
    message: `${name} ended ${mostRestarts + 1} times and is not started again.`,
    fix: `See its log: ${logFile}`,
  });

/** What a start that was told to stop ends with. */
export const stoppedWhileStarting = (): SillageError =>
  new SillageError({
    code: "stack.stopped",
    message: "Stopped while starting.",
    fix: "Start it again: what was built or stored is kept.",
  });

async function end(child: ChildProcess, within: number, onKill: () => void): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  signal(child.pid, "SIGTERM");
  const late = setTimeout(() => {
    onKill();
    signal(child.pid ?? 0, "SIGKILL");
  }, within);
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
