import { execFile } from "node:child_process";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const venv = join(homedir(), ".cache", "sillage", "bench-dagster");
const mostMs = 600_000;

/** The version that our goals were taken from. */
export const version = "1.13.29";

/** What Dagster took a step (ms) and keeps of a materialisation (bytes). */
type RivalCost = { readonly ms: number; readonly bytes: number };
/** How its assets hang together. */
export type Shape = "chain" | "wide";

/** Dagster in processes of its own, each measurement with an empty home. */
export type Rival = {
  readonly cost: (shape: Shape, executor: "in-process" | "default", assets: number) => Promise<RivalCost>;
  /** Milliseconds from its command line to the first code of an asset. */
  readonly command: () => Promise<number>;
};

/** Dagster, installed once by pip into a virtual environment of its own. Throws what keeps it from being. */
export async function openRival(directory: string): Promise<Rival> {
  const installed = await run(join(venv, "bin", "dagster"), ["--version"]).catch(() => undefined);
  if (installed?.stdout.includes(version) !== true) await install();
  const python = async (program: string, args: readonly string[], more: Readonly<Record<string, string>>) => {
    const home = await mkdtemp(join(directory, "dagster-"));
    await writeFile(join(home, "dagster.yaml"), "telemetry:\n  enabled: false\n");
    const env = { PATH: `${join(venv, "bin")}:/usr/bin:/bin`, HOME: home, DAGSTER_HOME: home, ...more };
    const options = { cwd: import.meta.dirname, env: { ...env, PYTHONDONTWRITEBYTECODE: "1" }, timeout: mostMs };
    return (await run(join(venv, "bin", program), [...args], options)).stdout;
  };
  return {
    async cost(shape, executor, assets) {
      const told = await python("python", ["measure.py", shape, executor], { ASSETS: String(assets) });
      return JSON.parse(told.trim().split("\n").at(-1) ?? "");
    },
    async command() {
      const began = join(await mkdtemp(join(directory, "began-")), "at");
      const from = Date.now();
      const args = ["asset", "materialize", "-f", "graph.py", "--select", "wide_0"];
      await python("dagster", args, { ASSETS: "1", BEGAN: began });
      return Number(await readFile(began, "utf8")) - from;
    },
  };
}

async function install(): Promise<void> {
  await run("python3", ["-m", "venv", "--clear", venv]);
  const args = ["install", "--quiet", "--disable-pip-version-check", `dagster==${version}`];
  await run(join(venv, "bin", "pip"), args, { timeout: mostMs });
}
