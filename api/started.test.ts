import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { servedApi, type ServedApi } from "../test/harness/served-api.ts";

let served: ServedApi;
let key: string;
beforeAll(async () => {
  served = await servedApi({ headersTimeout: 300, requestTimeout: 600, connectionsCheckingInterval: 50 });
  key = await served.key(["kpi:read", "operate"]);
});
afterAll(() => served.stop());

/** What a server says to raw text before it hangs up. */
function said(text: string): Promise<string> {
  const { port } = new URL(served.url);
  return new Promise((resolve) => {
    let heard = "";
    const socket = connect(Number(port), "127.0.0.1", () => socket.write(text));
    socket.on("data", (chunk) => void (heard += chunk.toString()));
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(heard));
  });
}
/** The problem in what was said, told as any other. */
const problemIn = (heard: string): unknown => {
  expect(heard).toMatch(/^content-type: application\/problem\+json\r$/im);
  expect(heard).toMatch(/^x-request-id: [0-9a-f]{8}-[0-9a-f-]{27}\r$/im);
  return JSON.parse(heard.slice(heard.indexOf("\r\n\r\n")));
};
const head = (path: string, method = "GET"): string => `${method} ${path} HTTP/1.1\r\nHost: api.example.test\r\n`;

test("headers that do not end are not waited for", async () => {
  const heard = await said(`${head("/api/v1/kpi")}X-Slow: `);
  expect(heard).toMatch(/^HTTP\/1\.1 408 /);
  expect(problemIn(heard)).toEqual({
    type: "/problems/too-slow",
    title: "The request took too long to arrive.",
    status: 408,
  });
});

test("a body that does not come is not waited for", async () => {
  const headers = `Authorization: Bearer ${key}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n`;
  expect(await said(`${head("/api/v1/runs", "POST")}${headers}{"target"`)).toMatch(/^(HTTP\/1\.1 (408|400) |$)/);
});

test("a flood of headers is refused", async () => {
  const heard = await said(`${head("/api/v1/kpi")}X-Flood: ${"x".repeat(20_000)}\r\n\r\n`);
  expect(heard).toMatch(/^HTTP\/1\.1 431 /);
  expect(problemIn(heard)).toEqual({
    type: "/problems/headers-too-large",
    title: "The headers are longer than is taken.",
    status: 431,
  });
});

test("what is no request is refused as a problem, without an echo", async () => {
  const heard = await said("HELLO canari@example.test\r\n\r\n");
  expect(heard).toMatch(/^HTTP\/1\.1 400 /);
  expect(problemIn(heard)).toEqual({ type: "/problems/bad-request", title: "The request is not usable.", status: 400 });
});

test("after all of that the next caller is answered", async () => {
  const answer = await fetch(`${served.url}/api/v1/kpi`, { headers: { authorization: `Bearer ${key}` } });
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-encoding")).toBe("gzip");
});
