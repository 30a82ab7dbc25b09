import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);
const everyMs = 250;

/** Watch the resident memory of a process and of all it started, sampled four times a second, until stopped; then tells the greatest in MB, by process. */
export function watchResident(pid: number): { readonly stop: () => Promise<readonly Resident[]> } {
  const peaks = new Map<number, Resident>();
  const over = new AbortController();
  const sample = async (): Promise<void> => {
    for (const seen of familyOf(pid, await processes())) {
      const peak = Math.max(seen.megabytes, peaks.get(seen.pid)?.megabytes ?? 0, await highWater(seen.pid));
      peaks.set(seen.pid, { ...seen, megabytes: peak });
    }
  };
  const loop = (async () => {
    while (!over.signal.aborted) {
      await sample();
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
    await sample();
  })();
  return {
    async stop() {
      over.abort();
      await loop;
      return [...peaks.values()];
    },
  };
}

/** One process: `megabytes` resident, of 1,000,000 bytes. */
export type Resident = {
  readonly pid: number;
  readonly parent: number;
  readonly megabytes: number;
  readonly command: string;
};

/** A process and all that descend from it. */
export function familyOf(pid: number, all: readonly Resident[]): readonly Resident[] {
  const family = new Set([pid]);
  for (let grew = true; grew;) {
    const before = family.size;
    for (const one of all) if (family.has(one.parent)) family.add(one.pid);
    grew = family.size > before;
  }
  return all.filter((one) => family.has(one.pid));
}

/** From /proc where there is one, so that nothing need be installed; from `ps` elsewhere. */
async function processes(): Promise<readonly Resident[]> {
  const names = await readdir("/proc").catch((): string[] => []);
  if (!names.includes("self")) return fromPs((await run("ps", ["-A", "-o", "pid=,ppid=,rss=,args="])).stdout);
  const seen = await Promise.all(names.filter((name) => /^\d+$/.test(name)).map((name) => fromProc(Number(name))));
  return seen.filter((one) => one !== undefined);
}

async function fromProc(pid: number): Promise<Resident | undefined> {
  const read = (file: string): Promise<string> => readFile(`/proc/${pid}/${file}`, "utf8").catch(() => "");
  const status = await read("status");
  const [, parent] = /PPid:\s+(\d+)/.exec(status) ?? [];
  if (parent === undefined) return undefined;
  const command = (await read("cmdline")).replaceAll("\0", " ").trim();
  return { pid, parent: Number(parent), megabytes: toMegabytes(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]), command };
}

/** The lines of `ps -o pid=,ppid=,rss=,args=`. */
export const fromPs = (text: string): readonly Resident[] =>
  text.split("\n").flatMap((line) => {
    const [, pid, parent, rss, command = ""] = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid === undefined
      ? []
      : [{ pid: Number(pid), parent: Number(parent), megabytes: toMegabytes(rss), command }];
  });

/** What Linux itself remembers as the greatest; 0 elsewhere. Between two samples nothing escapes it. */
async function highWater(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return toMegabytes(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]);
}

const toMegabytes = (kibibytes: string | undefined): number => Math.round((Number(kibibytes ?? 0) * 1024) / 1e6);
