import { expect, test } from "vitest";
import type { ObjectsTold } from "../../core/objects-told.ts";
import { memoryObjectStore } from "../../test/fakes/memory-object-store.ts";
import { objectBatches } from "./object-batches.ts";

const key = "inbox/clients/drop.csv";

/** Batches on a store that holds one dropped file; what was handed on, and what was looked at. */
async function batches(fails = 0) {
  const store = memoryObjectStore();
  await store.put(key, new TextEncoder().encode("x"));
  const [told, heads]: [ObjectsTold[], string[]] = [[], []];
  let failing = fails;
  const take = objectBatches({
    token: undefined,
    bucket: "sillage",
    store: { head: (name) => (heads.push(name), store.head(name)) },
    onObjects: async (objects) => {
      if (failing-- > 0) throw new Error("away");
      told.push(objects);
    },
  });
  return { told, heads, take: (name: string, bucket = "sillage") => take([{ bucket, keys: [name] }]) };
}

test("events that come together are handed on together, each object once, the others with a count", async () => {
  const { told, heads, take } = await batches();
  const first = take(key);
  await Promise.all([
    first,
    ...[key, key, "inbox/gone.csv", "stranger/x.csv", "v1/shop/t/part-1.gz", key].map((name) => take(name)),
  ]);
  expect(told).toEqual([
    { objects: [{ key, etag: expect.any(String) }], duplicates: 0, foreign: 0, gone: 0 },
    { objects: [{ key, etag: expect.any(String) }], duplicates: 2, foreign: 1, gone: 1 },
  ]);
  expect(heads).toEqual([key, key, "inbox/gone.csv"]);
});

test("strangers' events alone wait for an object, or for a thousand of them", async () => {
  const { told, take } = await batches();
  for (let at = 0; at < 999; at++) await take("x", "another");
  expect(told).toEqual([]);
  await take("y");
  expect(told).toEqual([{ objects: [], duplicates: 0, foreign: 1_000, gone: 0 }]);
  await take("y");
  await take(key);
  expect(told.at(-1)).toMatchObject({ objects: [{ key }], foreign: 1 });
});

test("a batch that is not taken over fails for its senders only, and its strangers are counted with the next", async () => {
  const { told, take } = await batches(1);
  await take("stranger/x.csv");
  await expect(take(key)).rejects.toThrow("away");
  await take(key);
  expect(told).toEqual([{ objects: [{ key, etag: expect.any(String) }], duplicates: 0, foreign: 1, gone: 0 }]);
});
