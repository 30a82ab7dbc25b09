import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SillageError } from "../../core/errors.ts";
import { findTool } from "../tools/find-tool.ts";
import { temporalTool, type Env, type ToolSpec } from "../tools/tool.ts";
import { answersWell, holdPort, isListening } from "./ports.ts";
import type { StackOptions, StackTemporal, Starting } from "./stack.ts";
import { superviseProcess, type ProcessSpec } from "./supervise.ts";

type Ports = { readonly grpc: number; readonly ui: number };

/** Ports lost to another program before a start is given up. */
const mostRaces = 3;

/** The server that TEMPORAL_ADDRESS names; undefined when it names none. */
export function givenTemporal(env: Env): StackTemporal | undefined {
  const address = env["TEMPORAL_ADDRESS"];
  return address === undefined ? undefined : { address, uiUrl: env["TEMPORAL_UI_URL"] };
}

/** Start Temporal's development server with its Web UI, unless TEMPORAL_ADDRESS names another. `tool` is the program that is looked for. Throws `stack.no-temporal`, `stack.part-failed`. */
export async function startTemporal(starting: Starting, tool: ToolSpec = temporalTool): Promise<StackTemporal> {
  const { options, parts } = starting;
  const given = givenTemporal(options.env);
  if (given !== undefined) return given;
  const found = await findTool(tool, options);
  if (found === undefined) throw noTemporal();
  await mkdir(join(options.dataDir, "temporal"), { recursive: true });
  const mark = await serverMark(options.dataDir);
  for (let left = mostRaces; ; left--) {
    const ports = await choosePorts(options);
    try {
      parts.push(await superviseProcess(server(starting, { path: found.path, ports, mark }), options.progress));
      const uiUrl = uiOf(ports);
      options.progress(`Temporal: ${uiUrl} (${found.how})`);
      return { address: `127.0.0.1:${ports.grpc}`, uiUrl };
    } catch (error) {
      const isLostRace = (await isListening(ports.grpc)) || (await isListening(ports.ui));
      if (!isLostRace || left === 0 || options.signal?.aborted === true) throw error;
      options.progress("Temporal: another program took its ports meanwhile, trying others");
    }
  }
}

const noTemporal = (): SillageError =>
  new SillageError({
    code: "stack.no-temporal",
    message:
      "There is no Temporal here: no `temporal` program on PATH, the network gave none to download, and no Go built one.",
    fix: "Put the Temporal CLI on PATH or name it by SILLAGE_TEMPORAL_BIN, or install Go 1.25 or newer, or let the network through once for the download, or point TEMPORAL_ADDRESS at a running server.",
  });

/** The usual ports where they are free. The server must find them free itself: between the two, another program may take them. */
async function choosePorts({ progress }: StackOptions): Promise<Ports> {
  const [grpc, ui] = [await holdPort(7233), await holdPort(8233)];
  await Promise.all([grpc.release(), ui.release()]);
  if (grpc.port !== 7233 || ui.port !== 8233) progress(`Temporal: ports taken, using ${grpc.port} and ${ui.port}`);
  return { grpc: grpc.port, ui: ui.port };
}

/** A namespace that no other stack's server has: random at the data directory's first start. */
async function serverMark(dataDir: string): Promise<string> {
  const file = join(dataDir, "temporal", "mark");
  await writeFile(file, `sillage-stack-${randomBytes(8).toString("hex")}`, { flag: "wx" }).catch(() => undefined);
  return readFile(file, "utf8");
}

type Server = { readonly path: string; readonly ports: Ports; readonly mark: string };

/** Temporal's server as a process. Another one may answer at its ports; only ours has the namespace that its Web UI is asked for, which asks the server for it. */
function server({ options, keepPid, onGivenUp }: Starting, { path, ports, mark }: Server): ProcessSpec {
  return {
    name: "temporal",
    command: path,
    args: serverArguments(options, ports, mark),
    env: options.env,
    logFile: join(options.dataDir, "logs", "temporal.log"),
    healthy: (within) => answersWell(`${uiOf(ports)}/api/v1/namespaces/${mark}`, within),
    startWithin: 60_000,
    onLaunch: keepPid("temporal"),
    onGivenUp,
    ...(options.restartDelay && { restartDelay: options.restartDelay }),
    ...(options.signal && { signal: options.signal }),
  };
}

const uiOf = ({ ui }: Ports): string => `http://127.0.0.1:${ui}`;

/** Rates without which the server's one shard is read 20 times a second, and each step of a workflow waits for it. */
const rates = [
  "history.transferProcessorMaxPollRPS",
  "history.timerProcessorMaxPollRPS",
  "history.visibilityProcessorMaxPollRPS",
].flatMap((key) => ["--dynamic-config-value", `${key}=2000`]);

const serverArguments = (options: StackOptions, ports: Ports, mark: string): readonly string[] => [
  "server",
  "start-dev",
  "--ip",
  "127.0.0.1",
  "--port",
  String(ports.grpc),
  "--ui-port",
  String(ports.ui),
  "--namespace",
  mark,
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
