import { createServer, type IncomingMessage, type Server } from "node:http";
import { afterEach, expect, test } from "vitest";
import { createS3ObjectStore } from "./s3-object-store.ts";

let server: Server | undefined;
afterEach(() => void server?.close());

type Answer = { readonly status?: number; readonly body?: string; readonly headers?: Record<string, string> };

/** A store on a server that answers as told; `seen` holds method and path of each request. */
async function storeOn(answer: (request: IncomingMessage, url: URL) => Answer) {
  const seen: string[] = [];
  const started = createServer((request, response) => {
    const url = new URL(request.url ?? "", "http://s3");
    seen.push(`${request.method ?? ""} ${url.pathname}${url.searchParams.get("versionId") ?? ""}`);
    const { status = 200, body = "", headers = {} } = answer(request, url);
    response.writeHead(status, { "content-type": "application/xml", ...headers }).end(body);
  });
  server = started;
  await new Promise<void>((resolve) => started.listen(0, "127.0.0.1", resolve));
  const address = started.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const store = createS3ObjectStore({
    endpoint: `http://127.0.0.1:${port}`,
    bucket: "b",
    accessKey: "a",
    secretKey: "s",
    region: "us-east-1",
  });
  return { store, seen, deleted: () => seen.filter((line) => line.startsWith("DELETE")) };
}

const version = (key: string, id: string, etag: string, minute: number, latest = false) =>
  `<Version><Key>${key}</Key><VersionId>${id}</VersionId><ETag>"${etag}"</ETag><IsLatest>${latest}</IsLatest><LastModified>2026-11-24T00:${minute}:00Z</LastModified></Version>`;
const marker = (key: string, id: string, minute: number) =>
  `<DeleteMarker><Key>${key}</Key><VersionId>${id}</VersionId><IsLatest>false</IsLatest><LastModified>2026-11-24T00:${minute}:00Z</LastModified></DeleteMarker>`;
const listing = (inner: string, next?: string) =>
  `<?xml version="1.0"?><ListVersionsResult>${inner}<IsTruncated>${next !== undefined}</IsTruncated>${next === undefined ? "" : `<NextKeyMarker>k</NextKeyMarker><NextVersionIdMarker>${next}</NextVersionIdMarker>`}</ListVersionsResult>`;
const refusal = (code: string) => `<?xml version="1.0"?><Error><Code>${code}</Code><Message>m</Message></Error>`;

const versioned = (_: IncomingMessage, url: URL): Answer => {
  if (!url.searchParams.has("versions")) return { status: 204 };
  return url.searchParams.get("version-id-marker") === "v3"
    ? { body: listing(version("k", "v2", "old", 12) + marker("k", "v1", 11) + version("k", "null", "older", 10)) }
    : {
        body: listing(
          version("k", "v4", "new", 14, true) + version("k", "v3", "ours", 13) + version("k2", "x", "ours", 10),
          "v3",
        ),
      };
};

test("every version of a removed object goes, on every page of the listing, the oldest first, the one called null too", async () => {
  const { store, deleted } = await storeOn(versioned);
  await store.remove("k");
  expect(deleted()).toEqual(["DELETE /b/knull", "DELETE /b/kv1", "DELETE /b/kv2", "DELETE /b/kv3", "DELETE /b/kv4"]);
});

test("with an etag, what was put since stays, and older versions go", async () => {
  const { store, deleted } = await storeOn(versioned);
  await store.remove("k", { etag: "ours" });
  expect(deleted()).toEqual(["DELETE /b/knull", "DELETE /b/kv1", "DELETE /b/kv2", "DELETE /b/kv3"]);
  await store.remove("k", { etag: "never seen" });
  expect(deleted()).toHaveLength(4);
});

test("a server that knows no versions loses the object alone", async () => {
  const { store, deleted } = await storeOn((_, url) =>
    url.searchParams.has("versions")
      ? { status: 501, body: refusal("NotImplemented") }
      : { headers: { etag: '"ours"' } },
  );
  await store.remove("k");
  await store.remove("k", { etag: "ours" });
  await store.remove("k", { etag: "other" });
  expect(deleted()).toEqual(["DELETE /b/k", "DELETE /b/k"]);
});

test("versions that may not be listed are an error, since clear ones would stay", async () => {
  const { store, deleted } = await storeOn(() => ({ status: 403, body: refusal("AccessDenied") }));
  await expect(store.remove("k")).rejects.toThrow(
    expect.objectContaining({
      code: "store.refused",
      message:
        "The object store refused k: 403 AccessDenied. Check the bucket, the keys and their rights in the settings.",
    }),
  );
  expect(deleted()).toEqual([]);
});

test("an object put between listing and removal stays where there are no versions", async () => {
  const { store } = await storeOn((request, url) => {
    if (url.searchParams.has("versions")) return { body: listing(version("k", "null", "ours", 10, true)) };
    return request.headers["if-match"] === '"ours"' ? { status: 412, body: refusal("PreconditionFailed") } : {};
  });
  await expect(store.remove("k", { etag: "ours" })).resolves.toBeUndefined();
});
