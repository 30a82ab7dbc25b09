import { execFile, spawn } from "node:child_process";
import { homedir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { freePort } from "../../dev/stack/ports.ts";
import { unsound } from "../unsound.ts";

const run = promisify(execFile);
/** A server in a process of its own. */
export type Served = { readonly url: string; readonly stop: () => Promise<void> };
type Environment = Readonly<Record<string, string>>;

/** Start one of our servers: a file of this folder that prints its URL. */
export async function startServer(file: string, args: readonly string[]): Promise<Served> {
  const child = spawn(process.execPath, [join(import.meta.dirname, file), ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const url of createInterface(child.stdout)) return { url, stop: ended(child) };
  throw unsound(`${file} ended before it said where it listens`);
}

const packages = [
  "fastapi==0.165.0",
  "uvicorn[standard]==0.54.0",
  "sqlalchemy[asyncio]==2.1.9",
  "asyncpg==0.32.0",
  "orjson==3.13.0",
];
const venv = join(homedir(), ".cache", "sillage", "bench-fastapi");

/** Start the other side, two workers of uvicorn, installed once into a virtual environment of its own; undefined where it cannot be. */
export async function startRival(environment: Environment): Promise<Served | undefined> {
  try {
    await run(join(venv, "bin", "uvicorn"), ["--version"]).catch(() => install());
    const port = await freePort(0);
    const asked = ["rival:app", "--host", "127.0.0.1", "--port", String(port), "--workers", "2", "--no-access-log"];
    const child = spawn(join(venv, "bin", "uvicorn"), asked, {
      cwd: import.meta.dirname,
      env: { ...environment, PATH: join(venv, "bin"), PYTHONDONTWRITEBYTECODE: "1" },
      stdio: "ignore",
    });
    const url = `http://127.0.0.1:${port}`;
    await untilThere(`${url}/openapi.json`);
    return { url, stop: ended(child) };
  } catch (error) {
    process.stderr.write(`no FastAPI: ${String(error)}\n`);
    return undefined;
  }
}

async function install(): Promise<void> {
  await run("python3", ["-m", "venv", venv]);
  await run(join(venv, "bin", "pip"), ["install", "--quiet", ...packages], { timeout: 240_000 });
}

async function untilThere(url: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const isThere = await fetch(url).then(
      () => true,
      () => false,
    );
    if (isThere) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw unsound(`${url} did not answer within 30 s`);
}

const ended = (child: ReturnType<typeof spawn>) => async (): Promise<void> => {
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGTERM");
  await gone;
};
