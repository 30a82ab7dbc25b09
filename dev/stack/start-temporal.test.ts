import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fakeServer } from "../../test/harness/fake-server.ts";
import { temporalTool } from "../tools/tool.ts";
import { holdPort, type HeldPort } from "./ports.ts";
import { startTemporal } from "./start-temporal.ts";
import type { Supervised } from "./supervise.ts";

let dataDir: string;
let usual: HeldPort;
let parts: Supervised[];
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "sillage-temporal-"));
  await mkdir(join(dataDir, "logs"));
  // The usual port is taken, so that the start says which ones it uses.
  usual = await holdPort(7233);
  parts = [];
});
afterEach(async () => {
  for (const part of parts) await part.stop();
  await usual.release();
  await rm(dataDir, { recursive: true, force: true });
});

const takesNothing = "setInterval(() => undefined, 1000);";

/** Start a program in the server's place, by default one that takes its ports or ends; `launched` hears, at each launch, of the Web UI's port. */
async function startWith(program: string | undefined, launched: (ui: number) => void, signal?: AbortSignal) {
  const path = await fakeServer(join(dataDir, "temporal.cjs"), program);
  const told: number[] = [];
  const temporal = await startTemporal({
    options: {
      dataDir,
      env: { SILLAGE_TEMPORAL_BIN: path },
      progress: (line) => void told.push(...(/using \d+ and (\d+)/.exec(line)?.slice(1).map(Number) ?? [])),
      searchAttributes: {},
      ...(signal && { signal }),
    },
    parts,
    keepPid: () => () => launched(told.at(-1) ?? 0),
    onGivenUp: () => undefined,
  });
  return { temporal, told };
}

/** Another stack's Web UI: all is well with it, and it has not our namespace. */
const otherServer = (asked = (): void => undefined): Server =>
  createServer((request, response) => {
    if (request.url !== "/") asked();
    response.writeHead(request.url === "/" ? 200 : 404).end();
  });
const close = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));

test("a start that loses its port to another stack takes other ports", async () => {
  const other = otherServer();
  const { temporal, told } = await startWith(undefined, (ui) => {
    if (!other.listening) other.listen(ui, "127.0.0.1");
  });
  expect(told).toHaveLength(2);
  expect(told[0]).not.toBe(told[1]);
  expect(temporal.uiUrl).toBe(`http://127.0.0.1:${told[1]}`);
  expect(parts.map((part) => part.name)).toEqual(["temporal"]);
  await close(other);
});

test("another stack's server that answers in its place is not taken for ours", async () => {
  const stop = new AbortController();
  const other = otherServer(() => stop.abort());
  await expect(startWith(takesNothing, (ui) => void other.listen(ui, "127.0.0.1"), stop.signal)).rejects.toThrow(
    "Stopped while starting.",
  );
  await close(other);
});

test("a server that ends by itself fails the start, and is not tried on other ports", async () => {
  let launches = 0;
  await expect(startWith("process.exit(1);", () => void launches++)).rejects.toThrow("temporal did not start.");
  expect(launches).toBe(1);
});

test("without a program, a network that gives one and a Go that builds one, the start ends with every way out", async () => {
  const starting = {
    options: {
      dataDir,
      env: { PATH: join(dataDir, "nothing"), XDG_CACHE_HOME: dataDir },
      progress: () => undefined,
      searchAttributes: {},
    },
    parts,
    keepPid: () => () => undefined,
    onGivenUp: () => undefined,
  };
  const asked: string[] = [];
  const download = async (_: unknown, target: string) => (asked.push(target), false);
  await expect(startTemporal(starting, { ...temporalTool, download })).rejects.toMatchObject({
    code: "stack.no-temporal",
    message:
      "There is no Temporal here: no `temporal` program on PATH, the network gave none to download, and no Go built one. Put the Temporal CLI on PATH or name it by SILLAGE_TEMPORAL_BIN, or install Go 1.25 or newer, or let the network through once for the download, or point TEMPORAL_ADDRESS at a running server.",
  });
  expect(asked).toHaveLength(1);
});
