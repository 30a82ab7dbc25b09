#!/usr/bin/env node
// Plain JavaScript that any Node from 18 runs: it finds the pinned Node 24 of the package and hands over.
// The channel between the two tells the command when this process is gone: killed −9, it would leave the command running alone.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const pinned = fileURLToPath(new URL("../node_modules/node/bin/node", import.meta.url));
const main = fileURLToPath(new URL("../cli/main.ts", import.meta.url));
const args = process.argv.slice(2);
// The first Node on which the command runs: it takes TypeScript as it is.
const oldestMajor = 24;

const node = existsSync(pinned) ? pinned : process.execPath;
if (node === process.execPath && Number.parseInt(process.versions.node, 10) < oldestMajor) {
  const message = `The pinned Node ${oldestMajor} is not there, and this Node ${process.versions.node} is too old.`;
  const fix = "Run `npm ci` with scripts allowed (the package `node` unpacks itself by one), or use Node 24.";
  if (args.includes("--json"))
    console.log(JSON.stringify({ error: { code: "node.too-old", message, fix, retryable: false } }, undefined, 2));
  console.error(`sillage: ${message} ${fix}`);
  process.exit(1);
}

// A process that only ingests holds a few batches at a time; without a limit V8 lets twice as much lie about (223 MB resident with it, 489 MB without, loading 400 MB).
const role = args.find((arg) => arg.startsWith("--role="))?.slice("--role=".length) ?? args[args.indexOf("--role") + 1];
const isLean = args.includes("worker") && role === "ingest";
const flags = isLean ? ["--max-semi-space-size=8", "--max-old-space-size=192"] : [];
// Sources are stripped of their types and compiled once, not at each command: it halves a command's start (0.6 s of CPU to 0.3). A directory that cannot be written is done without.
const compiled = fileURLToPath(new URL("../node_modules/.cache/sillage", import.meta.url));
const env = { NODE_COMPILE_CACHE: compiled, ...process.env };
const child = spawn(node, [...flags, main, ...args], { env, stdio: ["inherit", "inherit", "inherit", "ipc"] });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
// npm, terminated, passes nothing on to the script it runs: under npm a parent that is another one is npm gone.
const parent = process.ppid;
const askEveryMs = 500;
const watch = setInterval(() => {
  if (process.env.npm_lifecycle_event === undefined || process.ppid === parent) return;
  clearInterval(watch);
  child.kill("SIGTERM");
}, askEveryMs);
watch.unref();
child.on("exit", (code, signal) => process.exit(code ?? (signal === null ? 1 : 130)));
