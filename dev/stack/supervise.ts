import { spawn, type ChildProcess } from "node:child_process";
import { createWriteStream } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { SillageError } from "../../core/errors.ts";
import type { Env } from "../tools/tool.ts";
import { untilSilent, type Looks } from "./until-silent.ts";

/** A program to keep alive. `healthy`, which is told how many ms it may wait for an answer, is asked every 100 ms until it says yes, for `startWithin` ms at most or until `signal` says to stop, and every few seconds from then on; `onMessage` opens an IPC channel; `onLaunch` hears of each process at once. */
export type ProcessSpec = {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Env;
  readonly logFile: string;
  readonly healthy: (within: number) => Promise<boolean>;
  readonly onMessage?: (message: unknown) => void;
  readonly startWithin: number;
  /** Milliseconds from the order to end until it is killed; 10 s by default. */
  readonly endsWithin?: number;
  readonly signal?: AbortSignal;
  readonly onLaunch?: (pid: number) => void;
  /** Milliseconds before the nth restart in a row; grows from 500 ms to 5 s by default. */
  readonly restartDelay?: (restart: number) => number;
  /** How it is looked at once it has started, until it is killed: 10 looks in a row without an answer by default, every 5 s, each of which waits 10 s. */
  readonly looks?: Looks;
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
/** A machine that is busy may keep a server from an answer for a while: it is minutes that are too long. */
const usualLooks: Looks = { every: 5_000, misses: 10, within: 10_000 };
/** What starts is asked often: an answer that comes late is there at the next look. */
const startLookMs = 1_000;
const growingDelay = (restarts: number): number => Math.min(5_000, 250 * 2 ** restarts);

/** Start a program in a process group of its own (so that Ctrl-C reaches us first), wait until it is healthy, start it again when it dies or does not answer any more. Throws `stack.part-failed`, `stack.stopped`. */
export async function superviseProcess(spec: ProcessSpec, progress: (line: string) => void): Promise<Supervised> {
  const keeper = new Keeper(spec, progress);
  try {
    await untilHealthy(spec, () => keeper.child);
  } catch (error) {
    await keeper.stop();
    throw error;
  }
  keeper.keep();
  return {
    name: spec.name,
    logFile: spec.logFile,
    pid: () => keeper.child.pid,
    restarts: () => keeper.restarts,
    stop: () => keeper.stop(),
  };
}

/** Keeps a program alive, one process after another, until it is stopped or given up. */
class Keeper {
  child: ChildProcess;
  restarts = 0;
  readonly #spec: ProcessSpec;
  readonly #progress: (line: string) => void;
  #isKept = false;
  #isStopping = false;
  #inARow = 0;
  #hasAnswered = true;

  constructor(spec: ProcessSpec, progress: (line: string) => void) {
    this.#spec = spec;
    this.#progress = progress;
    this.child = this.#launch();
  }

  /** What ends is started again from now on; before, its end is the start's failure. */
  keep(): void {
    this.#isKept = true;
    void this.#lookAfter(this.child);
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    const within = this.#spec.endsWithin ?? endsWithinMs;
    await end(this.child, within, () => this.#tell(`did not end within ${within / 1000} s, killed`));
  }

  /** See that a process goes on answering, until it has ended; one that does not is killed. */
  async #lookAfter(watched: ChildProcess): Promise<void> {
    const { looks = usualLooks, healthy, startWithin } = this.#spec;
    const silence = await untilSilent({
      ...looks,
      healthy,
      startWithin,
      isStarted: this.restarts === 0,
      hasEnded: () => this.#isStopping || hasEnded(watched),
    });
    if (silence === undefined || watched.pid === undefined) return;
    this.#hasAnswered = silence === "any more";
    this.#tell(`does not answer ${silence}, killed`);
    signal(watched.pid, "SIGKILL");
  }

  #tell(what: string): void {
    this.#progress(`${this.#spec.name}: ${what}`);
  }

  #launch(): ChildProcess {
    const child = launch(this.#spec);
    const launchedAt = performance.now();
    const onEnd = (how: string): void => this.#onEnd(how, performance.now() - launchedAt);
    child.once("exit", (code, signal) => onEnd(String(signal ?? code)));
    // What was not started at all has no exit. Other errors are of what goes on living.
    child.once("error", (error) => child.pid === undefined && onEnd(error.message));
    return child;
  }

  #onEnd(how: string, livedMs: number): void {
    if (this.#isStopping || !this.#isKept) return;
    const { forgivenAfter = forgivenAfterMs, logFile, onGivenUp } = this.#spec;
    this.#inARow = this.#hasAnswered && livedMs >= forgivenAfter ? 1 : this.#inARow + 1;
    this.#hasAnswered = true;
    const isHopeless = this.#inARow > mostRestarts;
    this.#tell(
      `ended with ${how}; ${isHopeless ? `given up after ${mostRestarts} restarts, see ${logFile}` : "starting it again"}`,
    );
    if (isHopeless) return onGivenUp?.(givenUp(this.#spec));
    this.restarts++;
    void this.#restart();
  }

  async #restart(): Promise<void> {
    await sleep((this.#spec.restartDelay ?? growingDelay)(this.#inARow));
    if (this.#isStopping) return;
    this.child = this.#launch();
    void this.#lookAfter(this.child);
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
  child.once("close", () => log.end());
  if (child.pid !== undefined) spec.onLaunch?.(child.pid);
  if (spec.onMessage !== undefined) child.on("message", spec.onMessage);
  return child;
}

async function untilHealthy(spec: ProcessSpec, child: () => ChildProcess): Promise<void> {
  for (const deadline = Date.now() + spec.startWithin; ; await sleep(100)) {
    const isHealthy = await spec.healthy(startLookMs);
    // Asked after its health: what answers for a program that has ended is somebody else's.
    const isGone = hasEnded(child());
    if (isHealthy && !isGone) return;
    if (spec.signal?.aborted === true) throw stoppedWhileStarting();
    if (Date.now() > deadline || isGone)
      throw new SillageError({
        code: "stack.part-failed",
        message: `${spec.name} did not start${child().exitCode === null ? ` within ${spec.startWithin / 1000} s` : ""}.`,
        fix: `See its log: ${spec.logFile}`,
      });
  }
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;

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
  if (hasEnded(child) || child.pid === undefined) return;
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
