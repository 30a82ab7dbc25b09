import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { FaultRule } from "./faults.ts";
import type { Value } from "./row.ts";

/** How an answer is sent: the simulator's own date, and the fault it meets. */
export type Sending = { readonly response: ServerResponse; readonly date: Date; readonly fault: FaultRule | undefined };

/** What is to be sent. */
export type Payload = {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** A body of JSON. */
export const jsonPayload = (status: number, body: Value, headers: Readonly<Record<string, string>> = {}): Payload => ({
  status,
  type: "application/json",
  text: JSON.stringify(body),
  headers,
});

/** Send JSON with the simulator's `Date`, whatever faults there are. */
export const sendJson = (sending: Sending, status: number, body: Value): void =>
  plainly(sending, jsonPayload(status, body));

/** Send an answer, or the fault of the wire or the status that it meets. */
export async function send(sending: Sending, payload: Payload): Promise<void> {
  const { response, fault } = sending;
  const { text } = payload;
  switch (fault?.kind) {
    case "hang-before-headers":
      return;
    case "hang-mid-body":
      head(sending, payload, { "content-length": String(Buffer.byteLength(text)) });
      response.write(text.slice(0, text.length / 2));
      return;
    case "drip":
      return drip(sending, payload, fault.delayMs ?? 20);
    case "reset":
      response.socket?.resetAndDestroy();
      return;
    case "truncated-body":
      head(sending, payload, { "content-length": String(Buffer.byteLength(text)) });
      response.write(text.slice(0, text.length / 2), () => response.socket?.end());
      return;
    case "bad-chunk":
      response.socket?.end(
        `HTTP/1.1 200 OK\r\ncontent-type: ${payload.type}\r\ntransfer-encoding: chunked\r\n\r\nnot-hex\r\n`,
      );
      return;
    case "bad-gzip":
      head(sending, payload, { "content-encoding": "gzip" });
      response.end(gzipSync(text).subarray(0, 30));
      return;
    case "keep-alive-closed":
      head(sending, payload, { connection: "keep-alive" });
      response.end(text, () => response.socket?.destroy());
      return;
    default:
      return sendStatus(sending, payload);
  }
}

/** A few bytes at a time: slow, and whole in the end. */
async function drip(sending: Sending, payload: Payload, delayMs: number): Promise<void> {
  const bytes = Buffer.from(payload.text);
  const piece = Math.ceil(bytes.byteLength / 16);
  head(sending, payload);
  for (let at = 0; at < bytes.byteLength; at += piece) {
    sending.response.write(bytes.subarray(at, at + piece));
    await sleep(delayMs);
  }
  sending.response.end();
}

async function sendStatus(sending: Sending, payload: Payload): Promise<void> {
  const { date, fault } = sending;
  const slowDown = (headers: Readonly<Record<string, string>> = {}): void =>
    plainly(sending, jsonPayload(429, { error: { code: "SLOW_DOWN" } }, headers));
  switch (fault?.kind) {
    case "429-seconds":
      return slowDown({ "retry-after": "1" });
    case "429-date":
      return slowDown({ "retry-after": new Date(date.getTime() + 1_000).toUTCString() });
    case "429-none":
      return slowDown();
    case "504-slow":
      await sleep(fault.delayMs ?? 30_000);
      return plainly(sending, jsonPayload(504, { error: { code: "TIMEOUT" } }));
    case "401":
    case "403":
    case "502":
    case "503":
      return plainly(sending, jsonPayload(Number(fault.kind), { error: { code: fault.kind } }));
    case "cursor-expired":
      return plainly(sending, jsonPayload(410, { error: { code: "INVALID_CURSOR" } }));
    case "200-error-envelope":
      return plainly(sending, jsonPayload(200, { error: { code: "INTERNAL" } }));
    case "200-login-page":
    case "500-html":
      return plainly(sending, {
        status: fault.kind === "500-html" ? 500 : 200,
        type: "text/html",
        text: "<html><body>Sign in</body></html>",
      });
    case "200-empty":
      return plainly(sending, { ...payload, status: 200, text: "" });
    default:
      return plainly(sending, payload);
  }
}

function plainly(sending: Sending, payload: Payload): void {
  head(sending, payload);
  sending.response.end(payload.text);
}

function head(
  { response, date }: Sending,
  { status, type, headers }: Payload,
  more: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { date: date.toUTCString(), "content-type": type, ...headers, ...more });
}
