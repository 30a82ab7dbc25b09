import { Sensitive } from "../core/sensitive.ts";
import { MockActivityEnvironment } from "@temporalio/testing";
import { DefaultLogger } from "@temporalio/worker";
import { expect, test } from "vitest";
import { sourceError } from "./adapters/source-errors.ts";
import { assetGraph } from "../core/graph/asset-graph.ts";
import type { ApiRecord } from "../core/landed-row.ts";
import type { Page, PageCursor, PassRequest, SourceReader } from "../core/ports/source-reader.ts";
import type { Sealer } from "../core/ports/sealer.ts";
import { linesOf } from "./adapters/line-codec.ts";
import { readPart } from "./read-part.ts";
import { memoryObjectStore } from "../test/fakes/memory-object-store.ts";
import { columnOf, readOf, specOf, tableOf } from "../test/fakes/specs.ts";
import { createExtractPages, type Landed } from "./extract-pages.ts";
import type { Pass } from "./start-pass.ts";
import { createWriteManifest } from "./write-manifest.ts";

const now = "2026-11-24T02:00:00.000Z";
const clock = { now: () => new Date(now) };
const things = tableOf("things", {
  read: readOf({ kind: "whole" }, { kind: "updated-since", param: "since" }),
  columns: [
    columnOf("id", { key: 1 }),
    columnOf("name", { type: { kind: "text", length: 20 } }),
    columnOf("updatedAt", { from: ["updated_at"], type: { kind: "instant", reads: "rfc3339" }, cursor: true }),
  ],
});
const graph = assetGraph(specOf({ tables: [things] }));
const row = (id: number): ApiRecord => ({ id, name: `thing ${id}`, updated_at: "2026-11-24T01:00:00.000Z" });
const pass: Pass = {
  table: "things",
  loadId: "01JEXTRACTPAGES00000000000",
  day: "2026-11-24",
  fence: 3,
  mark: { watermark: "2026-11-23T00:00:00.000Z" },
  pass: "incremental",
  since: "2026-11-22T23:45:00.000Z",
  version: null,
  until: "2026-11-25T02:00:00.000Z",
};

/** Lands records as they are. */
const sealer: Sealer = {
  sealPage: async (_, records) => ({ rows: records, misfits: 0, erased: 0, unknownFields: [] }),
  sealCursor: async (_, at) => Buffer.from(at).toString("hex"),
  openCursor: async (_, sealed) => Buffer.from(sealed, "hex").toString(),
};

/** A page, or an error in its place. */
type Step =
  | Error
  | (Partial<Omit<Page, "records">> & { readonly ids: readonly number[]; readonly records?: readonly ApiRecord[] });
const at = (place: number): PageCursor => ({ kind: "number", at: place, window: 0 });

/** A reader that goes through one script a reading, and remembers from where each was asked. */
function scripted(
  ...scripts: readonly (readonly Step[])[]
): SourceReader & { readonly from: (PageCursor | undefined)[] } {
  const from: (PageCursor | undefined)[] = [];
  return {
    from,
    async *pages(request: PassRequest) {
      const script = scripts[from.length] ?? [];
      from.push(request.from);
      for (const step of script) {
        if (step instanceof Error) throw step;
        const { ids, records = ids.map(row), ...over } = step;
        yield {
          records: new Sensitive(records),
          next: undefined,
          serverDate: "2026-11-24T01:59:00.000Z",
          missing: 0,
          requests: 1,
          ...over,
        };
      }
    },
    ids: () => Promise.reject(new Error("not asked")) as never,
  };
}

type Attempt = { readonly landed: Promise<Landed>; readonly beats: readonly { readonly [field: string]: unknown }[] };

/** One attempt of the activity; every page fills a part unless told. */
function attempt(
  reader: SourceReader,
  {
    store = memoryObjectStore(),
    heartbeat,
    number = 1,
    partBytes = 1,
  }: {
    readonly store?: ReturnType<typeof memoryObjectStore>;
    readonly heartbeat?: unknown;
    readonly number?: number;
    readonly partBytes?: number;
  } = {},
): Attempt {
  const beats: { readonly [field: string]: unknown }[] = [];
  const environment = new MockActivityEnvironment(
    { attempt: number, heartbeatDetails: heartbeat },
    { logger: new DefaultLogger("ERROR") },
  );
  environment.on("heartbeat", (details: { readonly [field: string]: unknown }) => void beats.push(details));
  const quarantine = { share: 0.001, rows: 100 };
  const extract = createExtractPages({
    graph,
    reader,
    sealer,
    store,
    clock,
    lookups: new Map(),
    partBytes,
    quarantine,
  });
  return { landed: environment.run<[], Landed, () => Promise<Landed>>(async () => extract(pass)), beats };
}

async function idsOf(store: ReturnType<typeof memoryObjectStore>, landed: Landed): Promise<readonly number[]> {
  const ids: number[] = [];
  for (const part of landed.parts)
    for (const lines of linesOf(await readPart(store, part)))
      ids.push(...lines.map((line) => Number(JSON.parse(line).id)));
  return ids;
}

test("pages are landed in parts, in order, and each tells how far the reading is, with the rows ahead of a total", async () => {
  const store = memoryObjectStore();
  const made = attempt(scripted([{ ids: [1, 2], next: at(2), ahead: 1 }, { ids: [3] }]), { store });
  const landed = await made.landed;
  expect(made.beats.at(-1)?.["seen"]).toMatchObject({ rows: 3, bytes: expect.any(Number), ahead: null });
  const first = { rows: 2, bytes: landed.parts[0]?.rawBytes, ahead: 1, elapsedMs: expect.any(Number) };
  expect(made.beats.map((beat) => beat["seen"])).toContainEqual(first);
  expect(await idsOf(store, landed)).toEqual([1, 2, 3]);
  expect(landed).toMatchObject({
    rows: 3,
    pages: 2,
    verified: true,
    t0: "2026-11-24T01:59:00.000Z",
    maxSeen: "2026-11-24T01:00:00.000Z",
  });
  expect(landed.parts.map(({ key }) => key.split("/").at(-1))).toEqual([
    "part-00001.f3a1.jsonl.gz",
    "part-00002.f3a1.jsonl.gz",
  ]);
});

test("a killed attempt's successor goes on after the last part, with the first T0", async () => {
  const store = memoryObjectStore();
  const killed = attempt(
    scripted([{ ids: [1], next: at(2), serverDate: "2026-11-24T01:00:00.000Z" }, new Error("killed")]),
    { store },
  );
  await expect(killed.landed).rejects.toThrow("killed");
  const reader = scripted([{ ids: [2], serverDate: "2026-11-24T01:30:00.000Z" }]);
  const landed = await attempt(reader, { store, heartbeat: killed.beats.at(-1), number: 2 }).landed;
  expect(reader.from).toEqual([at(2)]);
  expect(landed.t0).toBe("2026-11-24T01:00:00.000Z");
  expect(await idsOf(store, landed)).toEqual([1, 2]);
});

test("what a source pages by is sealed in the heartbeat, and the successor goes on from it", async () => {
  const next: PageCursor = { kind: "text", at: "a-person@example.test", window: 0, rows: 1 };
  const store = memoryObjectStore();
  const killed = attempt(scripted([{ ids: [1], next }, new Error("killed")]), { store });
  await expect(killed.landed).rejects.toThrow("killed");
  expect(JSON.stringify(killed.beats)).not.toContain("a-person");
  const reader = scripted([{ ids: [2] }]);
  await attempt(reader, { store, heartbeat: killed.beats.at(-1), number: 2 }).landed;
  expect(reader.from).toEqual([next]);
});

test("a heartbeat of before cursors were sealed is resumed from", async () => {
  const next: PageCursor = { kind: "text", at: "7", window: 0, rows: 1 };
  const killed = attempt(scripted([{ ids: [1], next: at(2) }, new Error("killed")]));
  await expect(killed.landed).rejects.toThrow("killed");
  const reader = scripted([{ ids: [2] }]);
  await attempt(reader, { heartbeat: { ...killed.beats.at(-1), cursor: next }, number: 2 }).landed;
  expect(reader.from).toEqual([next]);
});

test("an attempt killed before its first part leaves its T0 and its clock to the next", async () => {
  const killed = attempt(
    scripted([{ ids: [1], next: at(2), serverDate: "2026-11-24T01:00:00.000Z" }, new Error("killed")]),
    { partBytes: 1_000_000 },
  );
  await expect(killed.landed).rejects.toThrow("killed");
  const reader = scripted([{ ids: [1, 2] }]);
  const landed = await attempt(reader, { heartbeat: killed.beats.at(-1), number: 2 }).landed;
  expect(reader.from).toEqual([undefined]);
  expect(landed.t0).toBe("2026-11-24T01:00:00.000Z");
  expect(killed.beats.at(-1)).toMatchObject({ time: { elapsedMs: expect.any(Number), at: expect.any(Number) } });
});

test("a cursor that expired begins the pass again under the same load id and T0, no part overwritten", async () => {
  const store = memoryObjectStore();
  const reader = scripted(
    [{ ids: [1], next: at(2), serverDate: "2026-11-24T01:00:00.000Z" }, sourceError.cursorExpired("shop/things")],
    [{ ids: [1], next: at(2) }, { ids: [2], next: at(3) }, { ids: [3] }],
  );
  const landed = await attempt(reader, { store }).landed;
  expect(reader.from).toEqual([undefined, undefined]);
  expect(landed).toMatchObject({ rows: 3, pages: 3, t0: "2026-11-24T01:00:00.000Z", verified: true });
  expect(await idsOf(store, landed)).toEqual([1, 2, 3]);
  expect(landed.parts.every(({ key }) => key.includes(pass.loadId))).toBe(true);
  expect(landed.parts[0]?.key).toContain("part-00002.f3a1");
});

test("a resumed cursor that expired while the worker was down begins the pass again", async () => {
  const store = memoryObjectStore();
  const killed = attempt(scripted([{ ids: [1], next: at(2) }, new Error("killed")]), { store });
  await expect(killed.landed).rejects.toThrow("killed");
  const reader = scripted([sourceError.cursorExpired("shop/things")], [{ ids: [1], next: at(2) }, { ids: [2] }]);
  const landed = await attempt(reader, { store, heartbeat: killed.beats.at(-1), number: 2 }).landed;
  expect(reader.from).toEqual([at(2), undefined]);
  expect(await idsOf(store, landed)).toEqual([1, 2]);
});

test("a cursor that expires again and again is left to the next attempt", async () => {
  const expired = [sourceError.cursorExpired("shop/things")];
  const reader = scripted(expired, expired, expired, expired, expired);
  await expect(attempt(reader).landed).rejects.toMatchObject({
    code: "source.cursor-expired",
    message: "shop/things no longer knows its cursor. The pass starts again by itself.",
  });
  expect(reader.from).toHaveLength(4);
});

test("a required field that no record of a page holds stops the table before the page is landed", async () => {
  const store = memoryObjectStore();
  const renamed = {
    records: [
      { id: 1, title: "a", updated_at: now },
      { id: 2, title: "b", updated_at: now },
    ],
    ids: [],
  };
  await expect(attempt(scripted([renamed]), { store }).landed).rejects.toMatchObject({
    code: "source.contract",
    retryable: false,
    message:
      "shop/things breaks its contract: no record of a page holds \"name\", which the table requires. Compare the table's declaration with the vendor's documentation.",
  });
  expect(await Array.fromAsync(store.list(""))).toEqual([]);
});

test("a required field that some record lacks, or that is null, is left to the misfit rules", async () => {
  const some = {
    records: [
      { id: 1, updated_at: now },
      { id: 2, name: null, updated_at: now },
    ],
    ids: [],
  };
  expect((await attempt(scripted([some])).landed).rows).toBe(2);
});

test("rows that the total tells and the pass misses repeat it once, also an incremental one, in parts of other names", async () => {
  const store = memoryObjectStore();
  const reader = scripted([{ ids: [1], missing: 1 }], [{ ids: [1], next: at(2) }, { ids: [2] }]);
  const landed = await attempt(reader, { store }).landed;
  expect(landed).toMatchObject({ rows: 2, verified: true });
  expect(await idsOf(store, landed)).toEqual([1, 2]);
  expect((await Array.fromAsync(store.list(""))).map(({ key }) => key.split("/").at(-1))).toEqual(
    [1, 2, 3].map((part) => `part-0000${part}.f3a1.jsonl.gz`),
  );
});

test("a repeated pass that misses rows again is unverified, and the mark stays", async () => {
  const store = memoryObjectStore();
  const landed = await attempt(scripted([{ ids: [1], missing: 1 }], [{ ids: [1], missing: 1 }], []), { store }).landed;
  expect(landed.verified).toBe(false);
  const write = createWriteManifest({ graph, store, clock });
  expect((await write({ pass, landed, workflowId: "w", runId: "r" })).mark).toEqual(pass.mark);
});

test("an attempt that was killed in the repetition repeats it, and no more", async () => {
  const killed = attempt(scripted([{ ids: [1], missing: 1 }], [{ ids: [1], next: at(2) }, new Error("killed")]));
  await expect(killed.landed).rejects.toThrow("killed");
  const reader = scripted([{ ids: [2], missing: 1 }]);
  const landed = await attempt(reader, { heartbeat: killed.beats.at(-1), number: 2 }).landed;
  expect(reader.from).toEqual([at(2)]);
  expect(landed.verified).toBe(false);
});

test("without a server's date, T0 is the client's time less a budget for skew", async () => {
  expect((await attempt(scripted([{ ids: [1], serverDate: undefined }])).landed).t0).toBe("2026-11-24T01:55:00.000Z");
  expect((await attempt(scripted([])).landed).t0).toBe("2026-11-24T01:55:00.000Z");
});

test("a row dated in the future moves the mark no further than T0", async () => {
  const store = memoryObjectStore();
  const poisoned = { records: [{ ...row(1), updated_at: "2099-01-01T00:00:00.000Z" }], ids: [] };
  const landed = await attempt(scripted([poisoned]), { store }).landed;
  const { mark } = await createWriteManifest({ graph, store, clock })({ pass, landed, workflowId: "w", runId: "r" });
  expect(mark).toMatchObject({ watermark: "2026-11-24T01:59:00.000Z" });
});
