import { describe, expect, test } from "vitest";
import { createSourceReader } from "../../activities/adapters/http-source.ts";
import { openDatabase } from "../../db/open-database.ts";
import { json, loopback, passOf, readerOf, recordsOf } from "../harness/loopback.ts";
import { sampleDeployment } from "./sample-deployment.ts";
import { sourceReaderContract } from "./source-reader.ts";
import { sourceReaderFaultsContract } from "./source-reader-faults.ts";

describe("a source over HTTP", () => {
  sourceReaderContract(readerOf);
  sourceReaderFaultsContract(readerOf);

  test("a source that the settings do not name is told", async () => {
    const reader = createSourceReader({ sources: () => new Map(), clock: { now: () => new Date() } });
    await expect(recordsOf(reader, passOf({ kind: "whole" }))).rejects.toMatchObject({
      code: "source.unknown",
      message: 'There is no source "shop" in the settings. Declare it, and set its address.',
    });
    await reader.close();
  });

  test("tables of one key, whichever source they are of, never ask more at once than the gentlest allows", async () => {
    let [running, most] = [0, 0];
    const baseUrl = await loopback((_, response) => {
      most = Math.max(most, ++running);
      setTimeout(() => {
        running--;
        json(response, { data: [] });
      }, 20);
    });
    const auth = { header: "x-api-key", value: "shared" };
    const source = (name: string, inFlight: number) => ({ name, baseUrl, auth, requestsPerSecond: 1_000, inFlight });
    const reader = createSourceReader({
      sources: () =>
        new Map([
          ["shop", source("shop", 4)],
          ["stock", source("stock", 2)],
        ]),
      clock: { now: () => new Date() },
    });
    const pass = passOf({ kind: "whole" });
    await Promise.all(
      [1, 2, 3].flatMap(() => [recordsOf(reader, pass), recordsOf(reader, { ...pass, source: "stock" })]),
    );
    expect(most).toBe(2);
    await reader.close();
  });

  test("readers of two processes, each told of the other, ask together no more at once than the key allows", async () => {
    let [running, most] = [0, 0];
    const baseUrl = await loopback((_, response) => {
      most = Math.max(most, ++running);
      setTimeout(() => {
        running--;
        json(response, { data: [] });
      }, 20);
    });
    const auth = { header: "x-api-key", value: "shared" };
    const shop = { name: "shop", baseUrl, auth, requestsPerSecond: 1_000, inFlight: 4 };
    const readers = [1, 2].map(() =>
      createSourceReader({
        sources: () => new Map([["shop", shop]]),
        clock: { now: () => new Date() },
        processes: 2,
      }),
    );
    const pass = passOf({ kind: "whole" });
    const reading = readers.flatMap((reader) => [1, 2, 3, 4, 5].map(() => recordsOf(reader, pass)));
    await Promise.all(reading);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(4);
    await Promise.all(readers.map((reader) => reader.close()));
  });

  test("a pause that one process was told to make holds every process that reads with the key, whatever the source", async () => {
    let asked = 0;
    const baseUrl = await loopback((_, response) => {
      asked++;
      json(response, {}, { "retry-after": "90" }, 429);
    });
    const auth = { header: "x-api-key", value: "shared" };
    const manners = { requestsPerSecond: 1_000, inFlight: 4 };
    const source = (name: string, value = auth.value) => ({ name, baseUrl, auth: { ...auth, value }, ...manners });
    const database = await openDatabase({ memory: true }, sampleDeployment);
    await database.migrate();
    const open = () =>
      createSourceReader({
        sources: () => new Map([source("shop"), source("stock"), source("alone", "own")].map((one) => [one.name, one])),
        clock: { now: () => new Date() },
        pauses: database,
      });
    const [told, other] = [open(), open()];
    const pass = (name: string) => ({ ...passOf({ kind: "whole" }), source: name });
    await expect(recordsOf(told, pass("shop"))).rejects.toMatchObject({ retryAfterMs: 90_000 });
    await expect.poll(() => database.sourcePauses()).toHaveLength(1);
    await expect(recordsOf(other, pass("stock"))).rejects.toMatchObject({
      code: "source.rate-limited",
      retryable: true,
      retryAfterMs: expect.closeTo(90_000, -5),
    });
    expect(asked).toBe(1);
    await expect(recordsOf(other, pass("alone"))).rejects.toMatchObject({ code: "source.rate-limited" });
    expect(asked).toBe(2);
    await Promise.all([told.close(), other.close(), database.close()]);
  });

  test("a rate that somebody set for a source that shares the key holds back its tables from the next page on", async () => {
    let asked = 0;
    const baseUrl = await loopback((_, response, url) => {
      asked++;
      const after = Number(url.searchParams.get("after") ?? 0);
      json(response, { data: [1, 2, 3].map((id) => ({ id: after + id })) });
    });
    const auth = { header: "x-api-key", value: "shared" };
    const source = (name: string) => ({ name, baseUrl, auth, requestsPerSecond: 1_000, inFlight: 4 });
    const reader = createSourceReader({
      sources: () => new Map(["shop", "stock"].map((name) => [name, source(name)])),
      clock: { now: () => new Date() },
      rates: async () => [{ source: "stock", requestsPerSecond: 0.001 }],
    });
    const stopped = new AbortController();
    const keyset = { kind: "keyset", param: "after", field: "id", sizeParam: "limit", size: 3 } as const;
    const pages = reader.pages(passOf(keyset), stopped.signal)[Symbol.asyncIterator]();
    await pages.next();
    const held = pages.next();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(asked).toBe(1);
    stopped.abort();
    await expect(held).rejects.toMatchObject({ name: "AbortError" });
    await reader.close();
  });
});
