import type { ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { damaged, type FaultKind } from "./faults.ts";
import type { Answer } from "./listings.ts";
import type { Row, Value } from "./row.ts";

/** How an answer is sent: the simulator's own date, and the fault it meets. */
export type Sending = { readonly response: ServerResponse; readonly date: Date; readonly fault: FaultKind | undefined };

/** Send JSON with the simulator's `Date`. */
export function sendJson(
  { response, date }: Sending,
  status: number,
  body: Value,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { date: date.toUTCString(), "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}

/** Send a listing's answer, or the fault in its place. */
export function sendListing(sending: Sending, answer: Answer): void {
  const { response, date, fault } = sending;
  const headers = {
    date: date.toUTCString(),
    "content-type": "application/json",
    ...(answer.link !== undefined && { link: answer.link }),
  };
  const text = JSON.stringify(answer.body);
  if (fault === undefined) return sendJson(sending, answer.status, answer.body, headers);
  if (/^\d{3}/.test(fault)) return sendStatus(sending, fault);
  switch (fault) {
    case "hang-before-headers":
      return;
    case "hang-mid-body":
      response.writeHead(200, { ...headers, "content-length": String(Buffer.byteLength(text)) });
      response.write(text.slice(0, text.length / 2));
      return;
    case "reset":
      response.socket?.resetAndDestroy();
      return;
    case "truncated-body":
      response.writeHead(200, { ...headers, "content-length": String(Buffer.byteLength(text)) });
      response.write(text.slice(0, text.length / 2), () => response.socket?.end());
      return;
    case "bad-gzip":
      response.writeHead(200, { ...headers, "content-encoding": "gzip" });
      response.end(gzipSync(text).subarray(0, 30));
      return;
    case "cursor-expired":
      return sendJson(sending, 410, { error: { code: "INVALID_CURSOR" } });
    default:
      return sendJson(
        sending,
        200,
        faulty(fault, answer.body),
        fault === "foreign-next-link" ? { link: '<http://other.example.org/orders>; rel="next"' } : headers,
      );
  }
}

function sendStatus(sending: Sending, fault: FaultKind): void {
  const { response, date } = sending;
  const html = { date: date.toUTCString(), "content-type": "text/html" };
  switch (fault) {
    case "429-seconds":
      return sendJson(sending, 429, { error: { code: "SLOW_DOWN" } }, { "retry-after": "1" });
    case "429-date":
      return sendJson(
        sending,
        429,
        { error: { code: "SLOW_DOWN" } },
        { "retry-after": new Date(date.getTime() + 1_000).toUTCString() },
      );
    case "200-error-envelope":
      return sendJson(sending, 200, { error: { code: "INTERNAL" } });
    case "200-login-page":
    case "500-html":
      response.writeHead(fault === "500-html" ? 500 : 200, html);
      response.end("<html><body>Sign in</body></html>");
      return;
    case "200-empty":
      response.writeHead(200, { date: date.toUTCString(), "content-type": "application/json" });
      response.end();
      return;
    default:
      return sendJson(sending, Number(fault.slice(0, 3)), { error: { code: fault } });
  }
}

type Rows = { [field: string]: Value }[];

function faulty(fault: FaultKind, body: Value): Value {
  const rows: Rows = Array.isArray(body) ? body : dataOf(body);
  if (fault === "empty-middle-page" || fault === "loop" || fault === "duplicate-page") return body;
  const [first, ...rest] = rows;
  const changed = first === undefined ? [] : [damaged(fault, first), ...rest];
  if (Array.isArray(body)) return changed;
  if (!isRow(body)) return body;
  if (fault === "foreign-next-link") return { ...body, next: "http://other.example.org/visits" };
  return "items" in body ? { ...body, items: changed } : { ...body, data: changed };
}

const isRow = (body: Value): body is Row => typeof body === "object" && body !== null && !Array.isArray(body);

function dataOf(body: Value): Rows {
  if (typeof body !== "object" || body === null) return [];
  const found: unknown = Reflect.get(body, "data") ?? Reflect.get(body, "items");
  return Array.isArray(found) ? found : [];
}
