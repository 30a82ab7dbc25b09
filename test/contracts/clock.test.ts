import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { followedClock } from "../../cli/followed-clock.ts";
import { systemClock } from "../../cli/system-clock.ts";
import { until } from "../harness/demo.ts";
import { clockContract } from "./clock.ts";

describe("the system's clock", () => {
  clockContract(async () => systemClock);

  test("it rules where no server is followed", async () => {
    expect(await followedClock(undefined)).toBe(systemClock);
  });
});

describe("a clock that follows a server", () => {
  let headers: Readonly<Record<string, string>> = { date: "Tue, 24 Nov 2026 02:00:00 GMT" };
  let server: Server;
  let url: string;
  beforeAll(async () => {
    server = createServer((_, response) => {
      response.sendDate = false;
      response.writeHead(200, headers).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  });
  afterAll(() => void server.close());

  clockContract(() => followedClock(url));

  test("it tells the server's instant, goes on with it, and stands while the server is away", async () => {
    const clock = await followedClock(url);
    expect(clock.now().toISOString()).toBe("2026-11-24T02:00:00.000Z");
    headers = { date: "Wed, 25 Nov 2026 02:00:10 GMT", age: "10" };
    const told = "2026-11-25T02:00:00.000Z";
    await until("the clock went on", async () => clock.now().toISOString() === told);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await expect(fetch(url)).rejects.toThrow();
    expect(clock.now().toISOString()).toBe(told);
  });

  test("a server that is not there at the start is told", async () => {
    await expect(followedClock("http://127.0.0.1:9")).rejects.toMatchObject({
      code: "clock.unreachable",
      retryable: true,
      message:
        "The server at http://127.0.0.1:9, whose clock is followed, does not answer. Start it, or unset SILLAGE_CLOCK_URL.",
    });
  });
});
