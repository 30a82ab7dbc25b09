import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { newId } from "../../db/postgres/new-id.ts";
import { unsound } from "../unsound.ts";
import type { Backlog } from "./write-backlog.ts";
import type { Written } from "./written.ts";

const script = fileURLToPath(new URL("writer-process.ts", import.meta.url));
/** Writers a process: as many as an ingest worker has slots. */
const slots = 4;

/** Writers in processes of their own, connected and waiting. `write` lets them begin together and gives what all of them wrote. */
export async function startWriters(
  url: string,
  writers: number,
  seconds: number,
): Promise<{ readonly processes: number; readonly write: () => Promise<readonly Written[]> }> {
  const processes = Math.min(writers, Math.max(2, Math.ceil(writers / slots)));
  const started = await Promise.all(
    Array.from({ length: processes }, (_, at) => {
      const share = Math.floor((writers + at) / processes);
      return startProcess(url, { loads: Array.from({ length: share }, newId), seconds });
    }),
  );
  return {
    processes,
    async write() {
      return (await Promise.all(started.map((writer) => writer.write()))).flat();
    },
  };
}

async function startProcess(url: string, backlog: Backlog) {
  const child = spawn(process.execPath, [script, url, JSON.stringify(backlog)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  let told = "";
  const ready = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    told += text;
    if (told.startsWith("ready\n")) ready.resolve();
  });
  child.once("close", (code) => {
    const failed = unsound(`a process of writers ended with ${code ?? "a signal"}`);
    if (code === 0) ended.resolve();
    else ended.reject(failed);
    ready.reject(failed);
  });
  ended.promise.catch(() => undefined);
  await ready.promise;
  return {
    async write(): Promise<readonly Written[]> {
      child.stdin.end("go\n");
      await ended.promise;
      return JSON.parse(told.slice("ready\n".length));
    },
  };
}
