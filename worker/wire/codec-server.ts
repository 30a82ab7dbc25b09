import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Payload, PayloadCodec } from "@temporalio/common";
import { SillageError } from "../../core/errors.ts";

/** Longest body that is read, in bytes: a page of a history. */
const longestBody = 16_000_000;

/** Where the endpoint is, and how it ends. */
export type CodecServer = { readonly url: string; readonly stop: () => Promise<void> };

/** Open and seal payloads for the Web UI, on loopback, for its origin and no other: `POST /decode`, `POST /encode`. Nothing is kept or logged. */
export async function startCodec(
  codec: PayloadCodec,
  { port, origin }: { readonly port: number; readonly origin: string },
): Promise<CodecServer> {
  const server = createServer((request, response) => {
    void answer(codec, origin, request).then(
      ({ status, body }) => respond(response, origin, status, body),
      (error: unknown) => respond(response, origin, 400, told(error)),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const told = (error: unknown): object =>
  error instanceof SillageError ? { code: error.code, message: error.message } : { code: "codec.unreadable" };

type Answer = { readonly status: number; readonly body: unknown };

async function answer(codec: PayloadCodec, origin: string, request: IncomingMessage): Promise<Answer> {
  if (request.headers.origin !== origin) return { status: 403, body: { code: "codec.origin" } };
  if (request.method === "OPTIONS") return { status: 204, body: undefined };
  const work = request.method === "POST" ? worksOf(codec).get(request.url ?? "") : undefined;
  if (work === undefined) return { status: 404, body: { code: "codec.unknown" } };
  const { payloads }: { readonly payloads: readonly JsonPayload[] } = JSON.parse(await textOf(request));
  return { status: 200, body: { payloads: (await work(payloads.map(fromJson))).map(toJson) } };
}

const worksOf = (codec: PayloadCodec): ReadonlyMap<string, (payloads: Payload[]) => Promise<Payload[]>> =>
  new Map([
    ["/decode", (payloads) => codec.decode(payloads)],
    ["/encode", (payloads) => codec.encode(payloads)],
  ]);

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    // Read on, and kept no longer: a sender that is cut off in the middle would not hear why.
    if (length <= longestBody) chunks.push(bytes);
  }
  if (length > longestBody) throw tooLong(length);
  return Buffer.concat(chunks).toString("utf8");
}

const tooLong = (length: number): SillageError =>
  new SillageError({
    code: "codec.too-long",
    message: `The body has ${length} bytes, and at most ${longestBody} are read.`,
    fix: "Ask for fewer payloads at once.",
  });

/** A payload as the Web UI writes it: bytes are base64. */
type JsonPayload = { readonly metadata?: Readonly<Record<string, string>>; readonly data?: string };

const fromJson = ({ metadata = {}, data = "" }: JsonPayload): Payload => ({
  metadata: Object.fromEntries(
    Object.entries(metadata).map(([name, value]) => [name, Buffer.from(value, "base64")] as const),
  ),
  data: Buffer.from(data, "base64"),
});

const toJson = ({ metadata, data }: Payload): JsonPayload => ({
  metadata: Object.fromEntries(
    Object.entries(metadata ?? {}).map(([name, value]) => [name, Buffer.from(value).toString("base64")] as const),
  ),
  data: Buffer.from(data ?? []).toString("base64"),
});

function respond(response: ServerResponse, origin: string, status: number, body: unknown): void {
  response.writeHead(status, {
    "access-control-allow-origin": origin,
    "access-control-allow-headers": "content-type, x-namespace",
    "access-control-allow-methods": "POST",
    "cache-control": "no-store",
    "content-type": "application/json",
    vary: "origin",
  });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}
