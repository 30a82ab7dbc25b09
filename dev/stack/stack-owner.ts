import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** A stack that lives on a data directory. `parts` is "servers" where it was started without worker and API. */
export type LiveStack = {
  readonly pid: number;
  readonly parts: "all" | "servers";
  readonly temporal: { readonly address: string; readonly uiUrl: string | undefined } | undefined;
};

/** What `stack.json` says of the stack that wrote it. */
type StackFile = Partial<Pick<LiveStack, "parts">> & {
  readonly temporal?: { readonly address?: string; readonly uiUrl?: string };
};

/** The stack whose process holds the data directory's lock; undefined when none lives. Reads only, and makes nothing. */
export async function liveStack(dataDir: string): Promise<LiveStack | undefined> {
  const pid = Number(/\d+/.exec(await textOf(join(dataDir, "lock")))?.[0] ?? 0);
  if (pid === 0 || !(await isNode(pid))) return undefined;
  const file: StackFile = JSON.parse((await textOf(join(dataDir, "stack.json"))) || "{}");
  const { address, uiUrl } = file.temporal ?? {};
  return { pid, parts: file.parts ?? "all", temporal: address === undefined ? undefined : { address, uiUrl } };
}

const textOf = (path: string): Promise<string> => readFile(path, "utf8").catch(() => "");

/** Whether a process lives and is a Node program: a reused number of something else is no stack. */
async function isNode(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return (await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "node")).includes("node");
}
