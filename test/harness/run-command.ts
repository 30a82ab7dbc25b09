import { spawn, type ChildProcess } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** How a command ended. */
export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };
/** A command on its way; `said` waits for a text on either stream, `lines` for so many lines on stdout. */
export type Running = {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  readonly said: (text: string) => Promise<void>;
  readonly lines: (count: number) => Promise<readonly string[]>;
};

const root = fileURLToPath(new URL("../../", import.meta.url));
const script = fileURLToPath(new URL("../../bin/sillage.js", import.meta.url));

/** The process that does the work of a command started by `startSillage`: the pinned Node that `bin/sillage.js` hands over to. */
export async function workingPid({ child }: Running): Promise<number> {
  const children = await readFile(`/proc/${child.pid}/task/${child.pid}/children`, "utf8");
  return Number(children.trim());
}

/** Start a shell line in the project's folder, as a user's shell would: whatever Node is on PATH. */
export function startLine(line: string, env: Readonly<Record<string, string>> = {}): Running {
  return running(spawn("bash", ["-c", line], { cwd: root, env: { ...userEnvironment(), ...env } }));
}

/** Start `sillage` directly, so that signals reach it. */
export function startSillage(args: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
  return running(spawn("node", [script, ...args], { cwd: root, env: { ...userEnvironment(), ...env } }));
}

/** npm puts the pinned Node first on PATH; a user's shell has not. */
function userEnvironment(): NodeJS.ProcessEnv {
  const path = (process.env["PATH"] ?? "").split(":").filter((folder) => !folder.includes("node_modules"));
  return { ...process.env, PATH: path.join(":") };
}

function running(child: ChildProcess): Running {
  const heard = { stdout: "", stderr: "" };
  const waiting: { readonly holds: () => boolean; readonly done: () => void }[] = [];
  const until = (holds: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      waiting.push({ holds, done: resolve });
      if (holds()) resolve();
    });
  for (const stream of ["stdout", "stderr"] as const)
    child[stream]?.on("data", (chunk: Buffer) => {
      heard[stream] += chunk.toString();
      for (const { holds, done } of waiting) if (holds()) done();
    });
  return {
    child,
    ended: new Promise((resolve) => child.once("close", (code) => resolve({ code, ...heard }))),
    said: (text) => until(() => (heard.stdout + heard.stderr).includes(text)),
    async lines(count) {
      await until(() => heard.stdout.split("\n").length > count);
      return heard.stdout.split("\n").slice(0, count);
    },
  };
}
