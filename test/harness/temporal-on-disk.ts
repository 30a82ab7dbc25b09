import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Connection } from "@temporalio/client";
import { holdPort } from "../../dev/stack/ports.ts";
import { locateTool } from "../../dev/tools/find-tool.ts";
import { temporalTool } from "../../dev/tools/tool.ts";
import { searchAttributeKinds } from "../../workflows/contracts/attributes.ts";

/** A Temporal server that forgets nothing while it is down. */
export type TemporalOnDisk = {
  readonly address: string;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** Stop it for good, and remove its file. */
  readonly remove: () => Promise<void>;
};

/** A Temporal development server on a file and a port of its own, running. */
export async function temporalOnDisk(): Promise<TemporalOnDisk> {
  const folder = await mkdtemp(join(tmpdir(), "sillage-temporal-"));
  const program = await locateTool(temporalTool, process.env);
  const [grpc, ui] = [await holdPort(17_233), await holdPort(18_233)];
  await Promise.all([grpc.release(), ui.release()]);
  const address = `127.0.0.1:${grpc.port}`;
  const attributes = Object.entries(searchAttributeKinds).flatMap(([name, kind]) => [
    "--search-attribute",
    `${name}=${kind}`,
  ]);
  const place = ["--ip", "127.0.0.1", "--port", String(grpc.port), "--ui-port", String(ui.port)];
  const args = ["server", "start-dev", ...place, "--db-filename", join(folder, "temporal.db"), ...attributes];
  let server: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    server = spawn(program?.path ?? "", [...args, "--headless", "--log-level", "error"], { stdio: "ignore" });
    await answers(address);
  };
  const stop = async (): Promise<void> => {
    const ended = server === undefined ? undefined : once(server, "exit");
    server?.kill("SIGTERM");
    await ended;
    server = undefined;
  };
  await start();
  return { address, start, stop, remove: () => stop().then(() => rm(folder, { recursive: true, force: true })) };
}

async function answers(address: string): Promise<void> {
  for (const deadline = Date.now() + 30_000; ; await sleep(200)) {
    const connection = await Connection.connect({ address, connectTimeout: "1s" }).catch(() => undefined);
    const known = await connection?.workflowService.describeNamespace({ namespace: "default" }).catch(() => undefined);
    await connection?.close();
    if (known !== undefined) return;
    if (Date.now() > deadline) throw new Error("The Temporal server does not answer.");
  }
}
