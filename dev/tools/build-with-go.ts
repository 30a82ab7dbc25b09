import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { stoppedWhileStarting } from "../stack/supervise.ts";
import { firstProgram, onPath } from "./programs.ts";
import type { Env, FindOptions, ToolSpec } from "./tool.ts";

/** Build a tool into a folder of its own, then move it to `target`: a build cut short leaves nothing that looks like a tool. False when there is no Go or the build fails. Throws `stack.stopped`. */
export async function buildWithGo(tool: ToolSpec, target: string, options: FindOptions): Promise<boolean> {
  const { env, progress, signal } = options;
  const go = await firstProgram(onPath("go", env));
  if (go === undefined) return false;
  await mkdir(dirname(target), { recursive: true });
  const temporary = await mkdtemp(join(dirname(target), "build-"));
  const stopTelling = tellEvery5Seconds(tool, progress);
  try {
    const status = await run(go, ["install", `${tool.module}@${tool.version}`], { ...env, GOBIN: temporary }, signal);
    if (signal?.aborted === true) throw stoppedWhileStarting();
    if (status === 0) await rename(join(temporary, tool.command), target);
    else progress(`${tool.name}: go install ended with ${status}`);
    return status === 0;
  } finally {
    stopTelling();
    await rm(temporary, { recursive: true, force: true });
  }
}

function tellEvery5Seconds(tool: ToolSpec, progress: FindOptions["progress"]): () => void {
  const started = Date.now();
  progress(`${tool.name}: not found; building ${tool.version} with Go (${tool.buildTakes}, once)`);
  const timer = setInterval(() => {
    const seconds = Math.round((Date.now() - started) / 1000);
    progress(`${tool.name}: building ${tool.version} with Go, ${seconds} s (${tool.buildTakes} the first time)`);
  }, 5_000);
  return () => clearInterval(timer);
}

function run(command: string, args: readonly string[], env: Env, signal: AbortSignal | undefined): Promise<number> {
  const child = spawn(command, args, { env: { ...env }, stdio: "ignore", ...(signal && { signal }) });
  return new Promise((resolve) => {
    child.once("error", () => resolve(-1));
    child.once("exit", (code) => resolve(code ?? -1));
  });
}
