import { homedir } from "node:os";
import { join } from "node:path";
import { SillageError } from "../../core/errors.ts";
import { buildWithGo } from "./build-with-go.ts";
import { firstProgram, isProgram, onPath } from "./programs.ts";
import type { Env, FindOptions, ToolSpec } from "./tool.ts";

/** Where a tool was found, in words. */
export type FoundTool = { readonly path: string; readonly how: string };

/** Find a tool where it may be already, else download it, else `go install` it, into our cache. Undefined when there is no way. Throws `stack.no-program`, `stack.stopped`. */
export async function findTool(tool: ToolSpec, options: FindOptions): Promise<FoundTool | undefined> {
  const found = await locateTool(tool, options.env);
  if (found !== undefined) return found;
  const path = cachedPath(tool, options.env);
  if ((await tool.download?.(tool, path, options)) === true) return { path, how: "downloaded" };
  return (await buildWithGo(tool, path, options)) ? { path, how: "built with Go" } : undefined;
}

/** Find a tool that is there already: its variable, PATH, our cache. Throws `stack.no-program`. */
export async function locateTool(tool: ToolSpec, env: Env): Promise<FoundTool | undefined> {
  const named = env[tool.variable];
  if (named !== undefined)
    return (await isProgram(named)) ? { path: named, how: tool.variable } : refuseNamed(tool, named);
  const installed = await firstProgram(onPath(tool.command, env));
  if (installed !== undefined) return { path: installed, how: "PATH" };
  const cached = cachedPath(tool, env);
  return (await isProgram(cached)) ? { path: cached, how: "cache" } : undefined;
}

const cachedPath = (tool: ToolSpec, env: Env): string =>
  join(
    env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"),
    "sillage",
    "bin",
    `${tool.command}-${tool.version}`,
    tool.command,
  );

function refuseNamed(tool: ToolSpec, path: string): never {
  throw new SillageError({
    code: "stack.no-program",
    message: `${tool.variable} names ${path}, which is no program.`,
    fix: "Correct it, or unset it to let the stack find one.",
  });
}
