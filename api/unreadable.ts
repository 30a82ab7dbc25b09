import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { requestIdOf } from "./request-id.ts";

type Refusal = { readonly status: number; readonly phrase: string; readonly name: string; readonly title: string };
const late: Refusal = {
  status: 408,
  phrase: "Request Timeout",
  name: "too-slow",
  title: "The request took too long to arrive.",
};
const flood: Refusal = {
  status: 431,
  phrase: "Request Header Fields Too Large",
  name: "headers-too-large",
  title: "The headers are longer than is taken.",
};
const broken: Refusal = {
  status: 400,
  phrase: "Bad Request",
  name: "bad-request",
  title: "The request is not usable.",
};
const refusals: ReadonlyMap<string | undefined, Refusal> = new Map([
  ["ERR_HTTP_REQUEST_TIMEOUT", late],
  ["HPE_HEADER_OVERFLOW", flood],
]);

/** Answer what no handler sees, since it is no whole request, with a problem as well, and hang up. */
export function refuseUnreadable(server: Server): void {
  const answering = new WeakMap<Duplex, ServerResponse>();
  server.on("request", ({ socket }: IncomingMessage, response: ServerResponse) => void answering.set(socket, response));
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Duplex) => {
    const response = answering.get(socket);
    const isHalfSaid = response !== undefined && response.headersSent && !response.writableFinished;
    if (socket.writable && !isHalfSaid)
      socket.end(written(refusals.get(error.code) ?? broken), () => void socket.destroy());
    else socket.destroy();
  });
}

function written({ status, phrase, name, title }: Refusal): string {
  const body = JSON.stringify({ type: `/problems/${name}`, title, status });
  return [
    `HTTP/1.1 ${status} ${phrase}`,
    "Connection: close",
    "Content-Type: application/problem+json",
    // Its headers were not read: no id that a caller gave is known.
    `X-Request-Id: ${requestIdOf()}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    "",
    body,
  ].join("\r\n");
}
