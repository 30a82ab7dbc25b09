import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
/** The property tester of OpenAPI, in one version: another one finds other things. */
const version = "4.32.5";
const venv = join(homedir(), ".cache", "sillage", `schemathesis-${version}`);

/** Where Schemathesis is, installed once into a virtual environment of its own; else why there is none. */
export async function schemathesis(): Promise<{ readonly bin: string } | { readonly missing: string }> {
  const bin = join(venv, "bin", "schemathesis");
  try {
    if (await answers(bin)) return { bin };
    await mkdir(join(homedir(), ".cache", "sillage"), { recursive: true });
    await run("python3", ["-m", "venv", venv]);
    await run(join(venv, "bin", "pip"), ["install", "--quiet", `schemathesis==${version}`], { timeout: 240_000 });
    return (await answers(bin)) ? { bin } : { missing: "Schemathesis does not start" };
  } catch (error) {
    return {
      missing: `Schemathesis ${version} could not be installed: ${error instanceof Error ? error.message.slice(0, 200) : "unknown"}`,
    };
  }
}

const answers = (bin: string): Promise<boolean> =>
  run(bin, ["--version"]).then(
    () => true,
    () => false,
  );
