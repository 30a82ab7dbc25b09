import type { ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { Agent } from "undici";
import { expect, onTestFinished, test } from "vitest";
import { json, loopback } from "../../test/harness/loopback.ts";
import { httpGet } from "./http-get.ts";
import { jsonBody } from "./json-body.ts";

/** Noise, so that half of its gzip is more than a header. */
const text = JSON.stringify(Array.from({ length: 400 }, (_, id) => ({ id, name: `${id * 7919}`.repeat(3) })));
const zipped = gzipSync(text);

async function bodyOf(url: string, controller = new AbortController(), most?: number): Promise<unknown> {
  const dispatcher = new Agent();
  onTestFinished(() => dispatcher.destroy());
  const answer = await httpGet({
    url,
    where: "shop/things",
    headers: {},
    signal: controller.signal,
    dispatcher,
    now: () => new Date("2026-11-24T02:00:00.000Z"),
    timeoutMs: 300,
  });
  return jsonBody(answer, "shop/things", most);
}

const gzip = { "content-encoding": "gzip" };
const cut = (response: ServerResponse, part: Uint8Array | string): unknown =>
  response.write(part, () => response.socket?.destroy());

test.each<[string, (response: ServerResponse) => unknown]>([
  [
    "plain, shorter than it was told to be",
    (response) => {
      response.writeHead(200, { "content-length": String(text.length) });
      cut(response, text.slice(0, 2_000));
    },
  ],
  ["plain, in chunks without an end", (response) => cut(response, text.slice(0, 2_000))],
  [
    "gzipped, shorter than it was told to be",
    (response) => {
      response.writeHead(200, { ...gzip, "content-length": String(zipped.length) });
      cut(response, zipped.subarray(0, 300));
    },
  ],
  [
    "gzipped, in chunks without an end",
    (response) => {
      response.writeHead(200, gzip);
      cut(response, zipped.subarray(0, 300));
    },
  ],
  [
    "gzipped, ended by the server before its end",
    (response) => {
      response.writeHead(200, gzip);
      response.end(zipped.subarray(0, 300));
    },
  ],
  [
    "no gzip where gzip was told",
    (response) => {
      response.writeHead(200, gzip);
      response.end(text);
    },
  ],
])("a body that is cut (%s) is a retryable error", async (_, answer) => {
  const url = await loopback((__, response) => void answer(response));
  await expect(bodyOf(url)).rejects.toMatchObject({ code: "source.truncated", retryable: true });
});

test.each([
  ["plain", {}, text],
  ["gzipped", gzip, zipped],
])("a %s body that stalls is a retryable error", async (_, headers, body) => {
  const url = await loopback((__, response) => {
    response.writeHead(200, headers);
    response.write(body.slice(0, 300));
  });
  await expect(bodyOf(url)).rejects.toMatchObject({ code: "source.unreachable", retryable: true });
});

test.each([
  ["plain", {}, text],
  ["gzipped", gzip, zipped],
])("a cancelled reading of a %s body stays a cancellation", async (_, headers, body) => {
  const controller = new AbortController();
  const url = await loopback((__, response) => {
    response.writeHead(200, headers);
    response.write(body.slice(0, 300), () => setTimeout(() => controller.abort(), 20));
  });
  await expect(bodyOf(url, controller)).rejects.toMatchObject({ name: "AbortError" });
});

test("a gzipped body is as large as what it holds, not as its bytes on the wire", async () => {
  const url = await loopback((_, response) => {
    response.writeHead(200, gzip);
    response.end(zipped);
  });
  await expect(bodyOf(url, new AbortController(), zipped.length)).rejects.toMatchObject({ code: "source.too-large" });
});

test("a whole body is read, gzipped or not, with a byte order mark or not", async () => {
  const url = await loopback((request, response) => {
    if (request.url === "/plain") return response.end(`\uFEFF${text}`);
    response.writeHead(200, gzip);
    return response.end(zipped);
  });
  expect(await bodyOf(`${url}/plain`)).toEqual(JSON.parse(text));
  expect(await bodyOf(`${url}/zipped`)).toEqual(JSON.parse(text));
});

test.each<[string, number, Readonly<Record<string, string>>, string, boolean, number | undefined]>([
  ["a wrong key", 401, {}, "source.unauthorised", false, undefined],
  ["a key without the right", 403, {}, "source.forbidden", false, undefined],
  ["an expired cursor", 410, {}, "source.cursor-expired", true, undefined],
  ["too many requests, in seconds", 429, { "retry-after": "7" }, "source.rate-limited", true, 7_000],
  [
    "too many requests, as a date",
    429,
    { date: "Tue, 24 Nov 2026 02:00:00 GMT", "retry-after": "Tue, 24 Nov 2026 02:02:00 GMT" },
    "source.rate-limited",
    true,
    120_000,
  ],
  ["too many requests, no header", 429, {}, "source.rate-limited", true, undefined],
  ["a rest that it asks for", 503, { "retry-after": "3" }, "source.rate-limited", true, 3_000],
  ["a failure", 503, {}, "source.server-error", true, undefined],
  ["a request that took too long", 408, {}, "source.server-error", true, undefined],
  ["a request that came too early", 425, {}, "source.server-error", true, undefined],
  ["an unknown path", 404, {}, "source.contract", false, undefined],
])("%s is told by its code, and whether to wait", async (_, status, headers, code, retryable, retryAfterMs) => {
  const url = await loopback((__, response) => json(response, {}, headers, status));
  await expect(bodyOf(url)).rejects.toMatchObject({ code, retryable, retryAfterMs });
});
