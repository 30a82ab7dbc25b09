import { writeFileSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A part's process, as kept for a next start. `command` stands in its command line. */
type Kept = { readonly pid: number; readonly command: string };

/** End the parts that a killed stack left behind in this data directory, the last launched first: those that still run the same program. */
export async function endLeftovers(dataDir: string): Promise<void> {
  const file = join(dataDir, "pids.json");
  const kept: readonly Kept[] = JSON.parse(await readFile(file, "utf8").catch(() => "[]"));
  for (const { pid, command } of kept.toReversed()) {
    if (!(await runs(pid, command))) continue;
    process.kill(pid, "SIGTERM");
    for (let wait = 0; wait < 50 && (await runs(pid, command)); wait++) await sleep(100);
    if (await runs(pid, command)) process.kill(pid, "SIGKILL");
  }
  await rm(file, { force: true });
}

/** Keep the parts' processes for a next start, from the moment each is launched: a stack killed while it starts leaves parts as well. */
export function pidKeeper(dataDir: string): (name: string) => (pid: number) => void {
  const kept = new Map<string, Kept>();
  return (name) => (pid) => {
    kept.set(name, { pid, command: name });
    writeFileSync(join(dataDir, "pids.json"), JSON.stringify([...kept.values()]));
  };
}

async function runs(pid: number, command: string): Promise<boolean> {
  const line = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  return line.includes(command);
}
