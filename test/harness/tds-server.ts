import { createServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { decodeRequest, type TdsRequest } from "./tds-requests.ts";
import { doneToken, errorToken, loginTokens, tokensOf, transactionToken, type TdsError } from "./tds-tokens.ts";
import type { TdsValue } from "./tds-values.ts";

/** What the double answers with. `tokens`: encoded rows. `drop`: the socket is closed instead of an answer. `afterMs`: a slow answer; an attention cuts it short. */
export type TdsAnswer = {
  readonly rows?: readonly Readonly<Record<string, TdsValue>>[];
  readonly tokens?: Buffer;
  readonly affected?: number;
  readonly error?: TdsError;
  /** Failed, without an error that says why. */
  readonly failed?: true;
  readonly drop?: true;
  readonly afterMs?: number;
};
/** One message that arrived: on which connection, of how many bytes on the wire, and in which transaction (0: none). */
export type TdsArrival = TdsRequest & {
  readonly connection: number;
  readonly bytes: number;
  readonly transaction: bigint;
};
/** Answers to what arrives; undefined is a plain success. */
export type TdsScript = (arrival: TdsArrival) => TdsAnswer | undefined | Promise<TdsAnswer | undefined>;

/** A running double. */
export type TdsServer = {
  readonly url: (parameters?: string) => string;
  readonly port: number;
  /** In order of arrival; logins and the driver's session settings included. */
  readonly arrivals: readonly TdsArrival[];
  /** Statements (batches and sp_executesql) without the driver's session settings, transactions and bulks by their kind: in order. */
  readonly told: () => readonly string[];
  readonly close: () => Promise<void>;
};

/** What a double may be told: `onClose` hears of connections that end; `dropBulkAfter` closes the socket when so many bytes of one bulk load came; `discardBulk` keeps no bulk row. */
export type TdsOptions = {
  readonly script?: TdsScript;
  readonly onClose?: (connection: number) => void;
  readonly dropBulkAfter?: number;
  readonly discardBulk?: boolean;
};

/** A server that speaks enough TDS for login, batches, procedures, bulk loads, transactions and attention, on a free port of the loopback. */
export async function tdsServer(options: TdsOptions = {}): Promise<TdsServer> {
  const arrivals: TdsArrival[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    const connection = ++connections;
    socket.on("close", () => {
      sockets.delete(socket);
      options.onClose?.(connection);
    });
    socket.on("error", () => undefined);
    serve(socket, connection, options, arrivals);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    port,
    arrivals,
    url: (parameters = "") => `mssql://sillage:secret@127.0.0.1:${port}/sales?encrypt=false${parameters}`,
    told: () => arrivals.flatMap(toldOf),
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function toldOf(arrival: TdsArrival): readonly string[] {
  if (arrival.kind === "rpc") return [arrival.text];
  if (arrival.kind === "batch")
    return arrival.text.startsWith("set textsize") || /^set \w+ /.test(arrival.text) ? [] : [arrival.text];
  return arrival.kind === "prelogin" || arrival.kind === "login" ? [] : [arrival.kind];
}

function serve(socket: Socket, connection: number, options: TdsOptions, arrivals: TdsArrival[]): void {
  let transaction = 0n;
  let cut = new AbortController();
  let turn: Promise<void> = Promise.resolve();
  const answer = async ({ type, body, bytes, ignored }: Message): Promise<void> => {
    // What a client gave up in the middle is answered all the same.
    if (ignored) return send(socket, doneToken({ error: true }));
    const discarded = type === packetTypes.bulk && options.discardBulk === true;
    const request = discarded ? { kind: "bulk" as const, columns: [], rows: [] } : decodeRequest(type, body);
    const arrival = { ...request, connection, bytes, transaction };
    arrivals.push(arrival);
    if (request.kind === "begin") transaction = BigInt(arrivals.length);
    const told = (await options.script?.(arrival)) ?? {};
    if (told.afterMs !== undefined) await sleep(told.afterMs, undefined, { signal: cut.signal }).catch(() => undefined);
    if (told.drop === true) socket.destroy();
    else send(socket, cut.signal.aborted ? doneToken({ error: true }) : tokensFor(request, told, transaction));
    if (request.kind === "commit" || request.kind === "rollback" || told.error !== undefined) transaction = 0n;
  };
  const attend = (bytes: number): void => {
    cut.abort();
    const before = turn;
    turn = (async () => {
      await before;
      cut = new AbortController();
      arrivals.push({ kind: "attention", connection, bytes, transaction });
      send(socket, doneToken({ attention: true }));
    })();
  };
  const messages = messageReader(options, (message) => {
    if (message.type === packetTypes.attention) attend(message.bytes);
    else turn = turn.then(() => answer(message));
  });
  socket.on("data", (chunk) => {
    if (!messages(chunk)) socket.destroy();
  });
}

type Message = { readonly type: number; readonly body: Buffer; readonly bytes: number; readonly ignored: boolean };
const packetTypes = { bulk: 7, attention: 6 };

/** Puts packets together into messages; false once a bulk load is longer than it may be. */
function messageReader(options: TdsOptions, take: (message: Message) => void): (chunk: Buffer) => boolean {
  let received: Buffer = Buffer.alloc(0);
  let parts: Buffer[] = [];
  let bytes = 0;
  return (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    while (received.length >= 8 && received.length >= received.readUInt16BE(2)) {
      const [type, status, length] = [received.readUInt8(0), received.readUInt8(1), received.readUInt16BE(2)];
      bytes += length;
      if (type !== packetTypes.bulk || options.discardBulk !== true) parts.push(received.subarray(8, length));
      received = received.subarray(length);
      if (type === packetTypes.bulk && bytes > (options.dropBulkAfter ?? Infinity)) return false;
      if ((status & 1) === 0) continue;
      take({ type, body: Buffer.concat(parts), bytes, ignored: (status & 2) !== 0 });
      [parts, bytes] = [[], 0];
    }
    return true;
  };
}

/** As with XACT_ABORT on, the first error ends its transaction: a rollback that comes after it finds none. */
function failed(error: TdsError, transaction: bigint): Buffer {
  const ended = transaction === 0n ? [] : [transactionToken(10, transaction)];
  return Buffer.concat([...ended, errorToken(error), doneToken({ error: true })]);
}

const noTransaction: TdsError = {
  number: 3903,
  message: "The ROLLBACK TRANSACTION request has no corresponding BEGIN.",
};

function tokensFor(request: TdsRequest, told: TdsAnswer, transaction: bigint): Buffer {
  if (request.kind === "prelogin") return prelogin;
  if (told.error !== undefined) return failed(told.error, transaction);
  if (told.failed === true) return doneToken({ error: true });
  if (request.kind === "rollback" && transaction === 0n) return failed(noTransaction, transaction);
  if (request.kind === "login") return loginTokens(request.database);
  if (request.kind === "begin") return Buffer.concat([transactionToken(8, transaction), doneToken()]);
  if (request.kind === "commit") return Buffer.concat([transactionToken(9, transaction), doneToken()]);
  if (request.kind === "rollback") return Buffer.concat([transactionToken(10, transaction), doneToken()]);
  const rows =
    told.tokens ?? (told.rows === undefined || told.rows.length === 0 ? Buffer.alloc(0) : tokensOf(told.rows));
  return Buffer.concat([rows, doneToken({ rows: told.affected ?? told.rows?.length ?? 0 })]);
}

/** Version, and encryption not supported: options by (token, offset, length), 0xff ends them. */
const prelogin = Buffer.from([0, 0, 11, 0, 6, 1, 0, 17, 0, 1, 0xff, 16, 0, 0, 0, 0, 0, 2]);
const packetBody = 4088;

function send(socket: Socket, body: Buffer): void {
  if (socket.destroyed) return;
  for (let at = 0; at === 0 || at < body.length; at += packetBody) {
    const part = body.subarray(at, at + packetBody);
    const head = Buffer.from([4, at + packetBody >= body.length ? 1 : 0, 0, 0, 0, 0, 1, 0]);
    head.writeUInt16BE(part.length + 8, 2);
    socket.write(Buffer.concat([head, part]));
  }
}
