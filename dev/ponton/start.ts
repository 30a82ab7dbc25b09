import { createServer, type IncomingMessage, type Server } from "node:http";
import { timingSafeEqual } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { makeCommunes } from "../communes/make-communes.ts";
import { makePopulations } from "../communes/make-populations.ts";
import { isFile, type FileName } from "./files.ts";
import { administer, tableNamed } from "./admin.ts";
import { Faults } from "./faults.ts";
import type { Recipe } from "./ledger.ts";
import { answerIds, answerListing } from "./listings.ts";
import { jsonPayload, send, sendJson, type Payload, type Sending } from "./respond.ts";
import type { Value } from "./row.ts";
import { rowsOf, twisted } from "./twist.ts";
import type { Volume } from "./volume.ts";
import { World } from "./world.ts";

/** What the simulator is started with. `stateFile` lets a second start resume where the first was. */
export type PontonOptions = {
  readonly port?: number;
  readonly apiKey: string;
  readonly volume?: Volume;
  readonly seed?: number;
  readonly stateFile?: string;
};
/** A running simulator. */
export type Ponton = {
  readonly url: string;
  readonly world: World;
  /** Publish the files of communes anew: their header tells the instant. */
  readonly publish: (at: Date) => void;
  readonly stop: () => Promise<void>;
};

/** Start the vendor's simulated API on loopback: 14 tables, the files of communes, its own clock, faults by rule, a ledger of truth. */
export async function startPonton(options: PontonOptions): Promise<Ponton> {
  const wanted: Recipe = { seed: options.seed ?? 7, volume: options.volume ?? "small", advances: [] };
  const saved = options.stateFile === undefined ? wanted : await readSaved(options.stateFile, wanted);
  const world = new World(saved.seed, saved.volume);
  for (const hours of saved.advances) world.advance(hours);
  const advances = [...saved.advances];
  const advance = async (hours: number): Promise<void> => {
    world.advance(hours);
    advances.push(hours);
    if (options.stateFile !== undefined) await writeFile(options.stateFile, JSON.stringify({ ...saved, advances }));
  };
  const faults = new Faults();
  const simulation = { world, faults, recipe: () => ({ ...saved, advances }), advance };
  let published = new Date("2026-01-01T00:00:00Z");
  const previous = new Map<string, readonly Value[]>();
  const server = createServer((request, response) => {
    response.sendDate = false;
    const date = new Date(world.clock);
    void answer(request, { response, date, fault: undefined }).catch(() => response.destroy());
  });
  const url = await listen(server, options.port ?? 0);
  return { url, world, publish: (at) => void (published = at), stop: () => closed(server) };

  async function answer(request: IncomingMessage, sending: Sending): Promise<void> {
    const target = new URL(request.url ?? "/", url);
    const path = target.pathname.slice(1);
    if (isFile(path))
      return send({ ...sending, fault: faults.next(path, world.clock) }, filed(files[path](target), published));
    if (!sameKey(String(request.headers["x-api-key"] ?? ""), options.apiKey))
      return sendJson(sending, 401, { error: { code: "UNAUTHORISED" } });
    if (path.startsWith("__sim/")) {
      const { status, body } = await administer(simulation, request, target);
      return sendJson({ ...sending, date: new Date(world.clock) }, status, body);
    }
    const table = tableNamed(path.replace(/^ids\//, ""));
    if (table === undefined) return sendJson(sending, 404, { error: { code: "NOT_FOUND" } });
    const fault = faults.next(path, world.clock);
    const right =
      path === table ? answerListing(world, table, target, fault?.kind) : answerIds(world, table, target, fault?.kind);
    const { status, body, link } =
      fault === undefined ? right : twisted(fault.kind, right, { url: target, previous: previous.get(path) ?? [] });
    previous.set(path, rowsOf(right.body));
    return send({ ...sending, fault }, jsonPayload(status, body, link === undefined ? {} : { link }));
  }
}

/** What each of the public files says. */
const files: Readonly<Record<FileName, (target: URL) => string>> = {
  "communes.csv": (target) => makeCommunes(target.searchParams.get("mode") === "clean" ? "clean" : "as-published"),
  "commune-populations.csv": makePopulations,
};

const filed = (text: string, published: Date): Payload => ({
  status: 200,
  type: "text/csv; charset=utf-8",
  text,
  headers: { "last-modified": published.toUTCString() },
});

function sameKey(given: string, wanted: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(wanted)];
  return left.length === right.length && timingSafeEqual(left, right);
}

async function readSaved(file: string, wanted: Recipe): Promise<Recipe> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  return text === undefined ? wanted : JSON.parse(text);
}

function listen(server: Server, port: number): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  server.once("error", reject);
  server.listen(port, "127.0.0.1", () => {
    const address = server.address();
    resolve(`http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : port}`);
  });
  return promise;
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
