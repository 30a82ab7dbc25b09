import { expect, test } from "vitest";
import type { SourceReader } from "../../core/ports/source-reader.ts";
import type { FilterSpec, PagingSpec } from "../../core/spec/read.ts";
import { json, loopback, passOf, recordsOf, type Answering } from "../harness/loopback.ts";

const size = { sizeParam: "limit", size: 3 } as const;
const keyset: PagingSpec = { kind: "keyset", param: "after", field: "id", ...size };
const bodyLink: PagingSpec = { kind: "link", next: "links.next", ...size };
const headerLink: PagingSpec = { kind: "link", next: "header", ...size };

/** What every source reader makes of an API that fails. `open` gives one on the source `shop`. */
export function sourceReaderFaultsContract(open: (baseUrl: string, key?: string) => SourceReader): void {
  const reading = async (answer: Answering, paging = keyset) => recordsOf(open(await loopback(answer)), passOf(paging));

  test.each<[string, Answering, object]>([
    [
      "a wrong key",
      (_, response) => json(response, {}, {}, 401),
      {
        code: "source.unauthorised",
        retryable: false,
        message:
          "shop/things answers 401: the access key is missing or wrong. Set the source's key in the settings; nothing was written.",
      },
    ],
    [
      "a key without the right",
      (_, response) => json(response, {}, {}, 403),
      {
        code: "source.forbidden",
        retryable: false,
        message:
          "shop/things answers 403: the access key may not read it. Ask the vendor for the right to read it, or take the table out of the graph.",
      },
    ],
    [
      "a failure that lasts",
      (_, response) => json(response, {}, {}, 502),
      {
        code: "source.server-error",
        retryable: true,
        message: "shop/things answers 502 again and again. It is tried again; tell the vendor if it lasts.",
      },
    ],
    [
      "an expired cursor",
      (_, response) => json(response, {}, {}, 410),
      { code: "source.cursor-expired", retryable: true },
    ],
    [
      "a page of HTML",
      (_, response) => response.writeHead(200, { "content-type": "text/html" }).end("<html>Sign in</html>"),
      {
        code: "source.not-json",
        retryable: false,
        message:
          "shop/things answers 200 with an HTML page instead of JSON. A login or maintenance page stands before the API: check the address and the key.",
      },
    ],
    [
      "an error in an envelope",
      (_, response) => json(response, { error: { code: "INTERNAL" } }),
      {
        code: "source.contract",
        retryable: false,
        message:
          "shop/things breaks its contract: it answers 200 with an error. Compare the table's declaration with the vendor's documentation.",
      },
    ],
    [
      "a body without rows",
      (_, response) => json(response, { rows: [] }),
      {
        code: "source.contract",
        message:
          "shop/things breaks its contract: there is no array of rows at \"data\". Compare the table's declaration with the vendor's documentation.",
      },
    ],
    ["an empty body", (_, response) => response.end(), { code: "source.truncated", retryable: true }],
    [
      "a truncated body",
      (_, response) => {
        response.writeHead(200, { "content-length": "100" });
        response.write('{"data":[', () => response.socket?.destroy());
      },
      {
        code: "source.truncated",
        retryable: true,
        message: "shop/things sent a body that is cut short. It is tried again; tell the vendor if it lasts.",
      },
    ],
    [
      "a connection that is reset",
      (request) => request.socket.resetAndDestroy(),
      { code: "source.unreachable", retryable: true },
    ],
    ["no answer at all", () => undefined, { code: "source.unreachable", retryable: true }],
    [
      "a wait longer than an activity's patience, in seconds",
      (_, response) => json(response, {}, { "retry-after": "90" }, 429),
      {
        code: "source.rate-limited",
        retryable: true,
        retryAfterMs: 90_000,
        message: "shop/things asks to wait 90 s. It is tried again then; lower requestsPerSecond if it happens often.",
      },
    ],
    [
      "a wait longer than an activity's patience, as a date",
      (_, response) =>
        json(
          response,
          {},
          { date: "Tue, 24 Nov 2026 02:00:00 GMT", "retry-after": "Tue, 24 Nov 2026 02:05:00 GMT" },
          429,
        ),
      { code: "source.rate-limited", retryable: true, retryAfterMs: 300_000 },
    ],
    [
      "too many requests that never end, without a header",
      (_, response) => json(response, {}, {}, 429),
      {
        code: "source.rate-limited",
        retryable: true,
        retryAfterMs: undefined,
        message: "shop/things asks to wait. It is tried again then; lower requestsPerSecond if it happens often.",
      },
    ],
  ])("%s is one coded error", async (_, answer, error) => {
    await expect(reading(answer)).rejects.toMatchObject(error);
  });

  test("an API that is down is a retryable error that says how it does not answer", async () => {
    const gone = new URL(await loopback(() => undefined));
    gone.port = "9";
    await expect(recordsOf(open(gone.origin), passOf(keyset))).rejects.toMatchObject({
      code: "source.unreachable",
      retryable: true,
      message:
        "shop/things does not answer: ECONNREFUSED. It is tried again; check the source's address and the network.",
    });
  });

  test.each<[string, Readonly<Record<string, string>>]>([
    ["seconds", { "retry-after": "0" }],
    ["a date", { date: "Tue, 24 Nov 2026 02:00:00 GMT", "retry-after": "Tue, 24 Nov 2026 02:00:00 GMT" }],
    ["no header", {}],
  ])("a short 429 with %s is waited out, and nothing is lost", async (_, headers) => {
    let asked = 0;
    const answer: Answering = (__, response, url) =>
      ++asked === 2
        ? json(response, {}, headers, 429)
        : json(response, { data: url.searchParams.get("after") === "2" ? [] : [{ id: 1 }, { id: 2 }] });
    expect(await reading(answer)).toEqual([{ id: 1 }, { id: 2 }]);
  });

  test("the key is sent, and stands in no error", async () => {
    const keys: (string | string[] | undefined)[] = [];
    const url = await loopback((request, response) => {
      keys.push(request.headers["x-api-key"]);
      json(response, {}, {}, 401);
    });
    const error: unknown = await recordsOf(open(url, "s3cret-key"), passOf(keyset)).catch((thrown: unknown) => thrown);
    expect(keys).toEqual(["s3cret-key"]);
    expect(JSON.stringify(error) + String(error)).not.toContain("s3cret-key");
  });

  test("a page loop stops the pass", async () => {
    const circle: Answering = (_, response, url) =>
      json(response, {
        data: [{ id: url.search }],
        links: { next: url.searchParams.has("b") ? "/things?a=1" : "/things?b=1" },
      });
    await expect(reading(circle, bodyLink)).rejects.toMatchObject({
      code: "source.page-loop",
      retryable: false,
      message:
        "shop/things sends a page that it sent before. The vendor's paging is stuck: nothing was kept; try again later or change the table's paging.",
    });
  });

  test.each([
    ["the body", bodyLink],
    ["the header", headerLink],
  ])("a next link in %s to another host is refused, and that host is never asked", async (_, paging) => {
    let asked = 0;
    const other = await loopback((__, response) => {
      asked++;
      json(response, { data: [] });
    });
    const answer: Answering = (__, response) =>
      json(
        response,
        { data: [{ id: 1 }], links: { next: `${other}/things` } },
        { link: `<${other}/things>; rel="next"` },
      );
    await expect(reading(answer, paging)).rejects.toMatchObject({
      code: "source.foreign-link",
      retryable: false,
      message:
        "shop/things sends its next page to another host. The access key is sent to no other host: tell the vendor.",
    });
    expect(asked).toBe(0);
  });

  test("a version that should be told and is not breaks the contract", async () => {
    const filter: FilterSpec = { kind: "version", overlap: 2, longestJump: 100, told: "version.max" };
    const reader = open(
      await loopback((_, response) => json(response, { data: [{ id: 1 }], version: { max: "new" } })),
    );
    await expect(recordsOf(reader, passOf(keyset, { filter }))).rejects.toMatchObject({
      code: "source.contract",
      message:
        "shop/things breaks its contract: there is no version at \"version.max\". Compare the table's declaration with the vendor's documentation.",
    });
  });

  test("a next link that is no address breaks the contract", async () => {
    const answer: Answering = (_, response) => json(response, { data: [{ id: 1 }], links: { next: "http://" } });
    await expect(reading(answer, bodyLink)).rejects.toThrow("its link to the next page is no address");
  });

  const ids = async (answer: Answering): Promise<readonly string[]> =>
    (
      await Array.fromAsync(open(await loopback(answer)).ids("shop", "/ids/things", new AbortController().signal))
    ).flat();

  test("ids come in pages until there are no more", async () => {
    const answer: Answering = (_, response, url) =>
      json(response, url.searchParams.has("after") ? { ids: [3], has_more: false } : { ids: [1, "2"], has_more: true });
    expect(await ids(answer)).toEqual(["1", "2", "3"]);
  });

  test.each<[string, object, string]>([
    ["tells of more ids and lists none", { ids: [], has_more: true }, "it tells of more ids and lists none"],
    ["has no ids", { keys: [] }, "the listing of ids holds no `ids`"],
  ])("a listing that %s breaks its contract", async (_, body, message) => {
    await expect(ids((__, response) => json(response, body))).rejects.toMatchObject({
      code: "source.contract",
      message: `shop/ids/things breaks its contract: ${message}. Compare the table's declaration with the vendor's documentation.`,
    });
  });

  test("a listing of ids that goes in a circle is a page loop", async () => {
    await expect(ids((_, response) => json(response, { ids: [1], has_more: true }))).rejects.toMatchObject({
      code: "source.page-loop",
    });
  });

  test("a reading that is cancelled ends as a cancellation", async () => {
    const controller = new AbortController();
    const reader = open(await loopback(() => controller.abort()));
    const first = reader.pages(passOf(keyset), controller.signal)[Symbol.asyncIterator]().next();
    await expect(first).rejects.toMatchObject({ name: "AbortError" });
  });
}
