import { createServer, type IncomingMessage, type Server } from "node:http";
import { timingSafeEqual } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { makeCommunes } from "../communes/make-communes.ts";
import { Faults, type FaultRule } from "./faults.ts";
import { answerIds, answerListing } from "./listings.ts";
import { sendJson, sendListing, type Sending } from "./respond.ts";
import { tableNames, type TableName } from "./row.ts";
import { World, type Volume } from "./world.ts";

/** What the simulator is started with. `stateFile` lets a second start resume where the first was. */
export type PontonOptions = {
  readonly port?: number;
  readonly apiKey: string;
  readonly volume?: Volume;
  readonly seed?: number;
  readonly stateFile?: string;
};
/** A running simulator. */
export type Ponton = { readonly url: string; readonly world: World; readonly stop: () => Promise<void> };

type Saved = { readonly seed: number; readonly volume: Volume; readonly advances: readonly number[] };

/** Start the vendor's simulated API on loopback: 14 tables, the communes file, its own clock, faults by rule, a ledger of truth. */
export async function startPonton(options: PontonOptions): Promise<Ponton> {
  const wanted: Saved = { seed: options.seed ?? 7, volume: options.volume ?? "small", advances: [] };
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
  const server = createServer((request, response) => {
    response.sendDate = false;
    const date = new Date(world.clock);
    void answer(request, { response, date, fault: undefined }).catch(() => response.destroy());
  });
  const url = await listen(server, options.port ?? 0);
  return { url, world, stop: () => closed(server) };

  async function answer(request: IncomingMessage, sending: Sending): Promise<void> {
    const target = new URL(request.url ?? "/", url);
    const steps = target.pathname.slice(1).split("/");
    if (target.pathname === "/communes.csv") return sendCommunes(sending, target);
    if (!sameKey(String(request.headers["x-api-key"] ?? ""), options.apiKey))
      return sendJson(sending, 401, { error: { code: "UNAUTHORISED" } });
    if (steps[0] === "__sim") return admin(request, sending, steps[1] ?? "", steps[2] ?? "");
    const table = tableOf(steps.at(-1) ?? "");
    if (table === undefined) return sendJson(sending, 404, { error: { code: "NOT_FOUND" } });
    if (steps[0] === "ids") return sendListing(sending, answerIds(world, table, target));
    sendListing({ ...sending, fault: faults.next(table) }, answerListing(world, table, target));
  }

  async function admin(request: IncomingMessage, sending: Sending, what: string, table: string): Promise<void> {
    if (what === "advance") {
      const { hours = 24 }: { hours?: number } = await bodyOf(request);
      await advance(hours);
    }
    if (what === "faults" && request.method === "DELETE") faults.clear();
    else if (what === "faults") {
      const { rules = [] }: { rules?: readonly FaultRule[] } = await bodyOf(request);
      faults.arm(rules);
    }
    const known = tableOf(table);
    if (what === "ledger" && known !== undefined) return sendJson(sending, 200, [...world.shelf(known).sorted()]);
    if (what === "ledger" && table !== "") return sendJson(sending, 404, { error: { code: "NOT_FOUND" } });
    const counts = Object.fromEntries([...world.shelves].map(([name, shelf]) => [name, shelf.size]));
    sendJson({ ...sending, date: new Date(world.clock) }, 200, { clock: new Date(world.clock).toISOString(), counts });
  }
}

const tableOf = (name: string): TableName | undefined => tableNames.find((table) => table === name);

function sendCommunes({ response, date }: Sending, target: URL): void {
  response.writeHead(200, {
    date: date.toUTCString(),
    "content-type": "text/csv; charset=utf-8",
    "last-modified": "Thu, 01 Jan 2026 00:00:00 GMT",
  });
  response.end(makeCommunes(target.searchParams.get("mode") === "clean" ? "clean" : "as-published"));
}

function sameKey(given: string, wanted: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(wanted)];
  return left.length === right.length && timingSafeEqual(left, right);
}

async function bodyOf<Body>(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return JSON.parse(Buffer.concat(chunks).toString() || "{}");
}

async function readSaved(file: string, wanted: Saved): Promise<Saved> {
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
