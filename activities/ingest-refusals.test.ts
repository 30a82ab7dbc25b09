import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SillageError } from "../core/errors.ts";
import type { LandedRow } from "../core/landed-row.ts";
import type { Manifest } from "../core/manifest.ts";
import { sampleTable, storedOrders } from "../test/contracts/sample-orders.ts";
import { testIngestion, type TestIngestion } from "../test/harness/ingestion.ts";
import { runActivity } from "../test/harness/run-activity.ts";
import { createAwaitLoad } from "./await-load.ts";
import { createFinishLoad } from "./finish-load.ts";
import { createMergePart } from "./merge-part.ts";
import { createOpenLoad } from "./open-load.ts";
import { readWhole } from "./read-whole.ts";
import { createRefuseLoad } from "./refuse-load.ts";
import { createStagePart } from "./stage-part.ts";

let bench: TestIngestion;
beforeAll(async () => {
  bench = await testIngestion();
});
afterAll(() => bench.database.close());

let serial = 0;
const newId = (): string => `01K${String(++serial).padStart(23, "0")}`;
const order = (id: number, over: LandedRow = {}): LandedRow => ({
  id,
  personId: null,
  comment: null,
  total: `${id}.00`,
  orderedAt: "2026-11-23T12:00:00Z",
  updatedAt: "2026-11-23T12:00:00Z",
  _h: `${id}`.padStart(32, "0"),
  ...over,
});
const refOf = (manifest: Manifest, at = 0) => {
  const info = manifest.parts[at];
  if (info === undefined) throw new Error("no such part");
  return { part: at + 1, rows: info.rows, rawBytes: info.rawBytes, key: info.key };
};
const open = (manifestKey: string) => runActivity(createOpenLoad(bench.deps), { manifestKey });
const stage = (manifestKey: string, manifest: Manifest) =>
  runActivity(createStagePart(bench.deps), { manifestKey, ...refOf(manifest) });
const coded = (code: string, message: string) => expect.objectContaining({ code, message, retryable: false });

/** Other bytes, as many. */
const flipped = (bytes: Uint8Array): Uint8Array => bytes.map((byte, at) => (at === bytes.length - 1 ? byte ^ 1 : byte));
async function flipPart(key: string): Promise<void> {
  await bench.store.put(key, flipped(await readWhole(bench.store, key)));
}

/** A load of one part whose stored bytes are these, its manifest agreeing with them. */
async function landBytes(body: Uint8Array, rows: number, rawBytes = 9_999) {
  const { key, manifest } = await bench.land({ loadId: newId(), parts: [[order(1)]] });
  const part = refOf(manifest);
  const sha256 = createHash("sha256").update(body).digest("hex");
  const { etag } = await bench.store.put(part.key, body);
  const stored = { rows, sha256, etag, bytes: body.byteLength, rawBytes };
  const said: Manifest = { ...manifest, rows, parts: manifest.parts.map((info) => ({ ...info, ...stored })) };
  await bench.store.put(key, new TextEncoder().encode(JSON.stringify(said)));
  return { key, manifest: said, part };
}

test("a part that was altered is refused before any of its rows is staged, and again on every later try", async () => {
  const { key, manifest } = await bench.land({ loadId: newId(), parts: [[order(1), order(2)]] });
  await open(key);
  const part = refOf(manifest);
  await flipPart(part.key);
  for (let attempt = 1; attempt <= 3; attempt++)
    await expect(stage(key, manifest)).rejects.toThrow(
      coded(
        "load.altered",
        `The part ${part.key} is not what its manifest says: its SHA-256 differs. Nothing of it was merged. Find out who changed it; the next run of its table reads it again, a backfill is to be started anew.`,
      ),
    );
  expect((await bench.database.query('select 1 as x from "staging".orders')).length).toBe(0);
});

test("a part altered after it was staged whole is refused by the next staging", async () => {
  const { key, manifest } = await bench.land({ loadId: newId(), parts: [[order(1)]] });
  await open(key);
  await stage(key, manifest);
  await flipPart(refOf(manifest).key);
  await expect(stage(key, manifest)).rejects.toThrow(expect.objectContaining({ code: "load.altered" }));
});

test.each<[string, Uint8Array, number, string]>([
  ["fewer lines than its manifest says", gzipSync(`${JSON.stringify(order(1))}\n`), 2, "it holds 1 lines, not 2"],
  ["gzip that is cut short", gzipSync("Exemple-Canari".repeat(99)).subarray(0, 30), 1, "its gzip is damaged"],
  ["a line that is no JSON", gzipSync("Exemple-Canari;0612345678\n"), 1, "its line 1 is no row"],
  ["a line that is no record", gzipSync('["Exemple-Canari"]\n'), 1, "its line 1 is no row"],
])("a part with %s is refused without a word of its content", async (_, body, rows, why) => {
  const { key, manifest, part } = await landBytes(body, rows);
  await open(key);
  await expect(stage(key, manifest)).rejects.toThrow(
    coded(
      "load.altered",
      `The part ${part.key} is not what its manifest says: ${why}. Nothing of it was merged. Find out who changed it; the next run of its table reads it again, a backfill is to be started anew.`,
    ),
  );
});

test("a part that unzips to more than its manifest says is given up there", async () => {
  const { key, manifest, part } = await landBytes(gzipSync("Exemple-Canari\n".repeat(9_999)), 1, 100);
  await open(key);
  await expect(stage(key, manifest)).rejects.toThrow(
    expect.objectContaining({
      message: expect.stringContaining(`${part.key} is not what its manifest says: it holds more than 100 bytes.`),
    }),
  );
});

test("a part that grew since its load was opened is read no further than its manifest says", async () => {
  const { key, manifest } = await bench.land({ loadId: newId(), parts: [[order(1)]] });
  await open(key);
  const info = manifest.parts[0];
  await bench.store.put(info?.key ?? "", Buffer.alloc((info?.bytes ?? 0) + 1));
  await expect(stage(key, manifest)).rejects.toThrow(
    expect.objectContaining({ message: expect.stringContaining(`it is longer than ${info?.bytes} bytes.`) }),
  );
});

test("a last part that was altered or cut refuses its load at opening, before its first part is merged", async () => {
  const { key, manifest } = await bench.land({ loadId: newId(), parts: [[order(1)], [order(2)]] });
  const last = refOf(manifest, 1);
  await flipPart(last.key);
  const said = `The part ${last.key} is not what its manifest says`;
  await expect(open(key)).rejects.toThrow(`${said}: its SHA-256 differs.`);
  await bench.store.put(last.key, new Uint8Array(3));
  await expect(open(key)).rejects.toThrow(`${said}: it has 3 bytes, not ${manifest.parts[1]?.bytes}.`);
});

test("a bucket that was copied, its parts the same under other ETags, is loaded as before", async () => {
  const { key, manifest } = await bench.land({ loadId: newId(), parts: [[order(1)]] });
  const copied = { ...manifest, parts: manifest.parts.map((info) => ({ ...info, etag: "elsewhere" })) };
  await bench.store.put(key, new TextEncoder().encode(JSON.stringify(copied)));
  expect(await open(key)).toMatchObject({ state: "open" });
});

test("a part that is missing refuses its load at opening, and is told with its key", async () => {
  const { key, manifest } = await bench.land({ loadId: newId(), parts: [[order(1)]] });
  const part = refOf(manifest);
  await bench.store.remove(part.key);
  await expect(open(key)).rejects.toThrow(
    coded(
      "store.missing",
      `There is no object at ${part.key}. Check the object store. What a removed part held is read again by the next run of its table, or by its backfill started anew.`,
    ),
  );
});

test("a clear value in a column that is sealed is refused by line and field", async () => {
  const loadId = newId();
  const { key, manifest } = await bench.land({ loadId, parts: [[order(1), order(2, { comment: "Exemple-Canari" })]] });
  await open(key);
  await expect(stage(key, manifest)).rejects.toThrow(
    coded(
      "load.clear-personal",
      `Line 2 of the load ${loadId} of orders is refused: its field "comment" is not sealed. Nothing of its part was merged. Drop foreign files under inbox/<table>/, where they are sealed first.`,
    ),
  );
});

test("a field whose name is no field name is refused without showing it", async () => {
  const loadId = newId();
  const { key, manifest } = await bench.land({ loadId, parts: [[order(1, { "Exemple Canari": 1 })]] });
  await open(key);
  await expect(stage(key, manifest)).rejects.toThrow(
    expect.objectContaining({ message: expect.stringContaining('it holds the field "(1 more)", which is not') }),
  );
});

test("a load with more misfits than its budget is refused at opening, and names the way back", async () => {
  const loadId = newId();
  const misfit = (id: number): LandedRow => ({ _misfit: { column: "total", rule: "decimal" }, _u: `A${id}` });
  const { key } = await bench.land({ loadId, parts: [[order(1), misfit(2), misfit(3), misfit(4)]] });
  await expect(open(key)).rejects.toThrow(
    coded(
      "load.over-budget",
      `The load ${loadId} of orders holds 3 rows that do not fit, of 4: more than 2. Nothing was merged. Mend the declaration, then bring it in with \`sillage quarantine replay --load ${loadId}\`; QUARANTINE_SHARE and QUARANTINE_ROWS set the limit.`,
    ),
  );
  expect((await bench.database.loadState(loadId))?.state).toBe("open");
  expect((await runActivity(createOpenLoad(bench.deps), { manifestKey: key, misfits: "judged" })).state).toBe("open");
});

test("rows that fitted when they were landed and do not now are judged before any is merged, with those that never did", async () => {
  const loadId = newId();
  const misfit: LandedRow = { _misfit: { column: "total", rule: "decimal" }, _u: "A1" };
  const rows = [1, 2, 3, 4].map((id) => order(id, id < 3 ? { total: "12 euros" } : {}));
  const { key } = await bench.land({ loadId, parts: [rows, [misfit]], over: { schema: "of another declaration" } });
  await expect(open(key)).rejects.toThrow(
    expect.objectContaining({
      code: "load.over-budget",
      message: expect.stringContaining("holds 3 rows that do not fit, of 5: more than 2."),
    }),
  );
  const { key: few } = await bench.land({ loadId: newId(), parts: [rows], over: { schema: "of another declaration" } });
  expect((await open(few)).state).toBe("open");
});

test("a manifest that is missing, and one that is none, are told with their key", async () => {
  const key = `v1/shop/orders/dt=2026-11-24/load=${newId()}/_manifest.json`;
  await expect(open(key)).rejects.toThrow(
    coded(
      "manifest.missing",
      `There is no manifest at ${key}. Check the object store. What its load held is read again by the next run of its table, or by its backfill started anew.`,
    ),
  );
  const invalid = (why: string) =>
    coded(
      "manifest.invalid",
      `The object ${key} is no manifest: ${why}. Remove it; a manifest is only ever written by the product.`,
    );
  for (const body of ["Exemple-Canari {", "{}", "[]"]) {
    await bench.store.put(key, new TextEncoder().encode(body));
    await expect(open(key)).rejects.toThrow(invalid("it does not hold the fields of version 1"));
  }
  const { manifest } = await bench.land({ loadId: newId(), parts: [] });
  await bench.store.put(key, new TextEncoder().encode(JSON.stringify(manifest)));
  await expect(open(key)).rejects.toThrow(invalid("it names another load than its key"));
});

test("a refusal is kept in the ledger with its code, ends staging, and whoever waits for the load is told", async () => {
  const loadId = newId();
  const { key, manifest } = await bench.land({ loadId, parts: [[order(1)]] });
  await open(key);
  await stage(key, manifest);
  const refused = { table: "orders", loadId, manifestKey: key, code: "load.altered" } as const;
  await runActivity(createRefuseLoad(bench.deps), refused);
  expect(await bench.database.loadState(loadId)).toMatchObject({ state: "refused", code: "load.altered" });
  expect(await bench.database.stagedThrough(sampleTable("orders"), loadId, 1)).toBe(0);
  const told = coded(
    "load.refused",
    `The load ${loadId} of orders was refused: load.altered. Mend what the code names, then bring it in with \`sillage quarantine replay --load ${loadId}\`.`,
  );
  await expect(runActivity(createAwaitLoad(bench.deps), { table: "orders", loadId })).rejects.toThrow(told);
  await expect(open(key)).rejects.toThrow(told);
});

test.each([
  ["shop", "run"],
  ["backfill", "backfill"],
  ["replay", "foreign"],
])(
  "a load under %s that was never opened is refused in the ledger too, as one of origin %s",
  async (source, origin) => {
    const loadId = newId();
    const manifestKey = `v1/${source}/orders/dt=2026-11-24/load=${loadId}/_manifest.json`;
    await runActivity(createRefuseLoad(bench.deps), {
      table: "orders",
      loadId,
      manifestKey,
      code: "manifest.invalid",
    });
    expect(await bench.database.loadState(loadId)).toMatchObject({ state: "refused", origin });
  },
);

test("a load that nobody starts is waited for no longer than its bound", async () => {
  const loadId = newId();
  const wait = createAwaitLoad(bench.deps, { everyMs: 1, unseenMs: 5 });
  await expect(runActivity(wait, { table: "orders", loadId })).rejects.toThrow(
    coded(
      "load.unseen",
      `The ledger does not know the load ${loadId} of orders after 0 minutes. Look whether the bucket posts its events and whether \`sensor/landing\` runs in the Web UI; the load is ingested once it is found.`,
    ),
  );
});

test("staging that a crash emptied between two steps is filled again, and the load adds up with its erased rows", async () => {
  const loadId = newId();
  const rows = Array.from({ length: 40 }, (_, at) => order(at + 1));
  const { key, manifest } = await bench.land({ loadId, parts: [rows], over: { erased: 2 } });
  await open(key);
  await stage(key, manifest);
  let [crashed, merges] = [false, 0];
  const database = {
    ...bench.database,
    mergeSlice: async (...args: Parameters<typeof bench.database.mergeSlice>) => {
      merges++;
      if (!crashed) {
        crashed = true;
        await bench.database.query('truncate "staging".orders');
        throw new SillageError({ code: "load.unstaged", message: "m", fix: "f", retryable: true });
      }
      return bench.database.mergeSlice(...args);
    },
  };
  await runActivity(createMergePart({ ...bench.deps, database }), { manifestKey: key, ...refOf(manifest) });
  expect(merges).toBe(2);
  const done = await runActivity(createFinishLoad(bench.deps), { manifestKey: key });
  expect(done).toMatchObject({ merged: 40, erased: 2, quarantined: 0 });
  expect((await bench.database.mirror("orders"))?.loadedThrough).toBe("2026-11-24T01:45:00.000Z");
  expect(await storedOrders(bench.database)).toMatchObject({ 1: "1.00", 40: "40.00" });
});
