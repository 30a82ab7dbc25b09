import { spawn } from "node:child_process";
import { constants } from "node:fs";
import { access, glob, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { SillageError } from "../../core/errors.ts";
import type { Env, ToolSpec } from "./tool.ts";

/** Where a tool was found, in words. */
export type FoundTool = { readonly path: string; readonly how: string };
/** What finding is given; `progress` gets a line now and then. */
export type FindOptions = { readonly env: Env; readonly progress: (line: string) => void };

/** Find a tool: its variable, PATH, a cached download of Temporal's SDK, our cache, and last `go install` into that cache. Undefined when there is no way. */
export async function findTool(tool: ToolSpec, options: FindOptions): Promise<FoundTool | undefined> {
  const { env } = options;
  const named = env[tool.variable];
  if (named !== undefined)
    return (await isProgram(named)) ? { path: named, how: tool.variable } : refuseNamed(tool, named);
  const onPath = await firstProgram(
    (env["PATH"] ?? "")
      .split(delimiter)
      .filter(Boolean)
      .map((folder) => join(folder, tool.command)),
  );
  if (onPath !== undefined) return { path: onPath, how: "PATH" };
  const downloaded = tool.command === "temporal" ? await sdkDownload() : undefined;
  if (downloaded !== undefined) return { path: downloaded, how: "a cached download" };
  const cached = join(cacheFolder(env), `${tool.command}-${tool.version}`, tool.command);
  if (await isProgram(cached)) return { path: cached, how: "cache" };
  return (await build(tool, cached, options)) ? { path: cached, how: "built with Go" } : undefined;
}

function refuseNamed(tool: ToolSpec, path: string): never {
  throw new SillageError({
    code: "stack.no-program",
    message: `${tool.variable} names ${path}, which is no program.`,
    fix: "Correct it, or unset it to let the stack find one.",
  });
}

const cacheFolder = (env: Env): string => join(env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "sillage", "bin");

const isProgram = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

async function firstProgram(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) if (await isProgram(path)) return path;
  return undefined;
}

async function sdkDownload(): Promise<string | undefined> {
  for await (const path of glob(join(tmpdir(), "temporal-sdk-typescript-*"))) if (await isProgram(path)) return path;
  return undefined;
}

/** Build into a folder of its own, then move: a build cut short leaves nothing that looks like a tool. */
async function build(tool: ToolSpec, target: string, { env, progress }: FindOptions): Promise<boolean> {
  const go = await firstProgram(
    (env["PATH"] ?? "")
      .split(delimiter)
      .filter(Boolean)
      .map((folder) => join(folder, "go")),
  );
  if (go === undefined) return false;
  const folder = join(target, "..");
  await mkdir(folder, { recursive: true });
  const temporary = await mkdtemp(join(folder, "build-"));
  const started = Date.now();
  const timer = setInterval(
    () =>
      progress(
        `${tool.name}: building ${tool.version} with Go, ${Math.round((Date.now() - started) / 1000)} s (${tool.buildTakes} the first time)`,
      ),
    5_000,
  );
  progress(`${tool.name}: not found; building ${tool.version} with Go (${tool.buildTakes}, once)`);
  try {
    const status = await run(go, ["install", `${tool.module}@${tool.version}`], { ...env, GOBIN: temporary });
    if (status === 0) await rename(join(temporary, tool.command), target);
    else progress(`${tool.name}: go install ended with ${status}`);
    return status === 0;
  } finally {
    clearInterval(timer);
    await rm(temporary, { recursive: true, force: true });
  }
}

function run(command: string, args: readonly string[], env: Env): Promise<number> {
  const child = spawn(command, args, { env: { ...env }, stdio: "ignore" });
  return new Promise((resolve) => {
    child.once("error", () => resolve(-1));
    child.once("exit", (code) => resolve(code ?? -1));
  });
}
