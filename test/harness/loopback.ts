import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { onTestFinished } from "vitest";
import { createSourceReader } from "../../activities/adapters/http-source.ts";
import type { Page, PassRequest, SourceReader } from "../../core/ports/source-reader.ts";
import type { FilterSpec, PagingSpec, ReadSpec } from "../../core/spec/read.ts";
import { readOf } from "../fakes/specs.ts";

/** Answers one request of a loopback server. */
export type Answering = (request: IncomingMessage, response: ServerResponse, url: URL) => void;

/** A real HTTP server on loopback for one test: its address. */
export async function loopback(answer: Answering): Promise<string> {
  const server = createServer((request, response) =>
    answer(request, response, new URL(request.url ?? "/", "http://x")),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
}

/** The product's own reader on one source, `shop`; answers that do not come are given up after 300 ms, and asked for twice. */
export function readerOf(baseUrl: string, key = "the-key"): SourceReader {
  const source = {
    name: "shop",
    baseUrl,
    auth: { header: "x-api-key", value: key },
    requestsPerSecond: 10_000,
    inFlight: 4,
  };
  const reader = createSourceReader({
    sources: () => new Map([["shop", source]]),
    clock: { now: () => new Date("2026-11-24T02:00:00.000Z") },
    timeoutMs: 300,
    tries: 2,
  });
  onTestFinished(() => reader.close());
  return reader;
}

/** A pass over `shop/things`. */
export const passOf = (
  paging: PagingSpec,
  {
    filter,
    read,
    ...over
  }: Partial<PassRequest> & { readonly filter?: FilterSpec } & { readonly read?: ReadSpec } = {},
): PassRequest => ({
  source: "shop",
  table: "things",
  read: read ?? readOf(paging, filter, { rows: "data" }),
  since: undefined,
  version: undefined,
  until: "2026-11-25T02:00:00.000Z",
  from: undefined,
  ...over,
});

/** Every page of a pass; the first `most` when told. */
export async function pagesOf(reader: SourceReader, pass: PassRequest, most = Infinity): Promise<readonly Page[]> {
  const pages: Page[] = [];
  for await (const page of reader.pages(pass, new AbortController().signal)) {
    pages.push(page);
    if (pages.length >= most) break;
  }
  return pages;
}

/** Every record of a pass. */
export const recordsOf = async (reader: SourceReader, pass: PassRequest) =>
  (await pagesOf(reader, pass)).flatMap(({ records }) => records.reveal());

/** Answer with JSON. */
export function json(
  response: ServerResponse,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
  status = 200,
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}
