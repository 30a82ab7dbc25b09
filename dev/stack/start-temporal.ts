import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { SillageError } from "../../core/errors.ts";
import { findTool } from "../tools/find-tool.ts";
import { temporalTool, type Env } from "../tools/tool.ts";
import { answersWell, freePort, isListening } from "./ports.ts";
import type { StackOptions, StackTemporal, Starting } from "./stack.ts";
import { superviseProcess } from "./supervise.ts";

type Ports = { readonly grpc: number; readonly ui: number };

/** The server that TEMPORAL_ADDRESS names; undefined when it names none. */
export function givenTemporal(env: Env): StackTemporal | undefined {
  const address = env["TEMPORAL_ADDRESS"];
  return address === undefined ? undefined : { address, uiUrl: env["TEMPORAL_UI_URL"] };
}

/** Start Temporal's development server with its Web UI, unless TEMPORAL_ADDRESS names another. Throws `stack.no-temporal`, `stack.part-failed`. */
export async function startTemporal({ options, parts, keepPid }: Starting): Promise<StackTemporal> {
  const given = givenTemporal(options.env);
  if (given !== undefined) return given;
  const tool = await findTool(temporalTool, options);
  if (tool === undefined)
    throw new SillageError({
      code: "stack.no-temporal",
      message: "There is no Temporal here: no `temporal` program, and no Go to build it.",
      fix: "Install the Temporal CLI, or Go 1.25 or newer, or point TEMPORAL_ADDRESS at a running server.",
    });
  const ports = { grpc: await freePort(7233), ui: await freePort(8233) };
  if (ports.grpc !== 7233 || ports.ui !== 8233)
    options.progress(`Temporal: ports taken, using ${ports.grpc} and ${ports.ui}`);
  await mkdir(join(options.dataDir, "temporal"), { recursive: true });
  const uiUrl = `http://127.0.0.1:${ports.ui}`;
  parts.push(
    await superviseProcess(
      {
        name: "temporal",
        command: tool.path,
        args: serverArguments(options, ports),
        env: options.env,
        logFile: join(options.dataDir, "logs", "temporal.log"),
        healthy: async () => (await isListening(ports.grpc)) && (await answersWell(uiUrl)),
        startWithin: 60_000,
        onLaunch: keepPid("temporal"),
        ...(options.signal && { signal: options.signal }),
      },
      options.progress,
    ),
  );
  options.progress(`Temporal: ${uiUrl} (${tool.how})`);
  return { address: `127.0.0.1:${ports.grpc}`, uiUrl };
}

/** Rates without which the server's one shard is read 20 times a second, and each step of a workflow waits for it. */
const rates = [
  "history.transferProcessorMaxPollRPS",
  "history.timerProcessorMaxPollRPS",
  "history.visibilityProcessorMaxPollRPS",
].flatMap((key) => ["--dynamic-config-value", `${key}=2000`]);

const serverArguments = (options: StackOptions, ports: Ports): readonly string[] => [
  "server",
  "start-dev",
  "--ip",
  "127.0.0.1",
  "--port",
  String(ports.grpc),
  "--ui-port",
  String(ports.ui),
  ...(options.namespace === undefined ? [] : ["--namespace", options.namespace]),
  "--db-filename",
  join(options.dataDir, "temporal", "temporal.db"),
  "--sqlite-pragma",
  "journal_mode=WAL",
  "--sqlite-pragma",
  "synchronous=NORMAL",
  "--log-level",
  "warn",
  ...rates,
  ...Object.entries(options.searchAttributes).flatMap(([name, kind]) => ["--search-attribute", `${name}=${kind}`]),
];
