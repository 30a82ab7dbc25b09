import { expect, onTestFinished, test } from "vitest";
import { readOf } from "../../test/fakes/specs.ts";
import { loopback, passOf, readerOf, recordsOf } from "../../test/harness/loopback.ts";
import { createSourceReader } from "./http-source.ts";
import { redirectTarget } from "./redirect-target.ts";

const csv = "code\n01004\n";
const read = { ...readOf(), path: "", format: "csv" } as const;
const pass = passOf({ kind: "whole" }, { read });

/** A reader of one public file, at an address of its own. */
function readerOfFile(baseUrl: string) {
  const source = { name: "shop", baseUrl, requestsPerSecond: 1_000, inFlight: 1 };
  const reader = createSourceReader({
    sources: () => new Map([["shop", source]]),
    clock: { now: () => new Date("2026-11-24T02:00:00.000Z") },
    tries: 1,
  });
  onTestFinished(() => reader.close());
  return reader;
}

/** A host that has the file under a dated path, and notes what it is asked for. */
async function host() {
  const asked: (string | undefined)[] = [];
  const url = await loopback((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(200, { "content-type": "text/csv", etag: '"dated"' });
    response.end(request.method === "HEAD" ? undefined : csv);
  });
  return { asked, url };
}

const leadingTo = (location: string, status = 302) =>
  loopback((_, response) => void response.writeHead(status, { location }).end());

test("a file's own address is asked for as it stands, with nothing after it", async () => {
  const { asked, url } = await host();
  expect(await recordsOf(readerOfFile(`${url}/r/a-file`), pass)).toEqual([{ code: "01004" }]);
  expect(asked).toEqual(["GET /r/a-file"]);
});

test.each([301, 302, 303, 307, 308])(
  "a public file that lies elsewhere (%i) is read and looked at where it is",
  async (status) => {
    const { asked, url } = await host();
    const reader = readerOfFile(await leadingTo(`${url}/2026-03-09/communes.csv`, status));
    expect(await recordsOf(reader, pass)).toEqual([{ code: "01004" }]);
    expect(await reader.head("shop", "", new AbortController().signal)).toMatchObject({ etag: '"dated"' });
    expect(asked).toEqual(["GET /2026-03-09/communes.csv", "HEAD /2026-03-09/communes.csv"]);
  },
);

test("redirects that never end stop", async () => {
  let asked = 0;
  const circle = await loopback((_, response) => {
    asked++;
    response.writeHead(302, { location: "/again" }).end();
  });
  await expect(recordsOf(readerOfFile(circle), pass)).rejects.toMatchObject({ code: "source.contract" });
  expect(asked).toBe(6);
});

test("a redirect leads to its address as seen from where it came", () => {
  const from = "https://data.example.test/r/1";
  expect(redirectTarget("/dated/f.csv", from, "shop")).toBe("https://data.example.test/dated/f.csv");
  expect(redirectTarget("https://b.example.test/f.csv", from, "shop")).toBe("https://b.example.test/f.csv");
  expect(redirectTarget("https://b.example.test/", "http://a.example.test/", "shop")).toBe("https://b.example.test/");
});

test.each([
  ["to a file", "file:///etc/hostname"],
  ["out of an encrypted connection", "http://data.example.test/r/1"],
  ["to no address", "https://["],
  ["nowhere", undefined],
])("a redirect %s breaks the contract", (_, location) => {
  expect(() => redirectTarget(location, "https://data.example.test/r/1", "shop")).toThrow(
    expect.objectContaining({
      code: "source.contract",
      message:
        "shop breaks its contract: it redirects to an address that is not asked. Compare the table's declaration with the vendor's documentation.",
    }),
  );
});

test("a source with a key is followed nowhere: the key goes to no other address", async () => {
  const { asked, url } = await host();
  const reader = readerOf(await leadingTo(`${url}/elsewhere`));
  await expect(recordsOf(reader, pass)).rejects.toMatchObject({ code: "source.contract" });
  expect(asked).toEqual([]);
});
