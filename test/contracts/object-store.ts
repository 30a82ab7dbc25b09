import { afterAll, beforeAll, expect, test } from "vitest";
import type { ObjectStore } from "../../core/ports/object-store.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What every object store promises. */
export function objectStoreContract(
  open: () => Promise<{ readonly store: ObjectStore; readonly close: () => Promise<unknown> }>,
): void {
  let store: ObjectStore;
  let close: () => Promise<unknown>;
  beforeAll(async () => {
    ({ store, close } = await open());
    await store.prepare();
    await store.prepare();
  });
  afterAll(() => close());

  const text = async (key: string): Promise<string> => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of await store.read(key)) chunks.push(chunk);
    return Buffer.concat(chunks).toString("utf8");
  };
  const keys = async (prefix: string, startAfter?: string): Promise<readonly string[]> => {
    const found: string[] = [];
    for await (const { key } of store.list(prefix, startAfter === undefined ? {} : { startAfter })) found.push(key);
    return found;
  };

  test("what was put is read back, and its head tells bytes and etag", async () => {
    const { etag } = await store.put("a/one.json", bytes("é€"));
    expect(await text("a/one.json")).toBe("é€");
    expect(await store.head("a/one.json")).toMatchObject({ key: "a/one.json", bytes: 5, etag });
  });

  test("a put over an object replaces it, and its etag changes", async () => {
    const first = await store.put("a/two", bytes("1"));
    const second = await store.put("a/two", bytes("2"));
    expect(second.etag).not.toBe(first.etag);
    expect(await text("a/two")).toBe("2");
  });

  test("an empty object is an object", async () => {
    await store.put("a/empty", new Uint8Array());
    expect(await text("a/empty")).toBe("");
    expect((await store.head("a/empty"))?.bytes).toBe(0);
  });

  test("a put that must be the first is refused when it is not", async () => {
    await store.put("b/once", bytes("1"), { onlyIfAbsent: true });
    await expect(store.put("b/once", bytes("2"), { onlyIfAbsent: true })).rejects.toThrow(
      expect.objectContaining({ code: "store.exists" }),
    );
    expect(await text("b/once")).toBe("1");
  });

  test("an object that is not there has no head and cannot be read", async () => {
    expect(await store.head("c/none")).toBeUndefined();
    await expect(text("c/none")).rejects.toThrow(expect.objectContaining({ code: "store.missing" }));
  });

  test("removing is idempotent", async () => {
    await store.put("c/gone", bytes("1"));
    await store.remove("c/gone");
    await store.remove("c/gone");
    expect(await store.head("c/gone")).toBeUndefined();
  });

  test("an object is read and removed only while it is the one that was seen", async () => {
    const { etag } = await store.put("c/seen", bytes("1"));
    const chunks: Uint8Array[] = [];
    for await (const chunk of await store.read("c/seen", { etag })) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString()).toBe("1");
    await store.put("c/seen", bytes("2"));
    await expect(store.read("c/seen", { etag })).rejects.toThrow(expect.objectContaining({ code: "store.changed" }));
    await store.remove("c/seen", { etag });
    expect(await text("c/seen")).toBe("2");
    await store.remove("c/seen", { etag: (await store.head("c/seen"))?.etag ?? "" });
    expect(await store.head("c/seen")).toBeUndefined();
    await store.remove("c/seen", { etag });
  });

  test("removing an object leaves those whose keys begin with its own", async () => {
    for (const key of ["d/a", "d/a.csv", "d/ab"]) await store.put(key, bytes(key));
    await store.remove("d/a");
    expect(await keys("d/")).toEqual(["d/a.csv", "d/ab"]);
  });

  test("a listing is in byte order, by prefix, after a key", async () => {
    const names = ["l/A", "l/a", "l/b/1", "l/b/2", "l/é", "l/z"];
    for (const name of names.toReversed()) await store.put(name, bytes(name));
    await store.put("la", bytes("outside"));
    expect(await keys("l/")).toEqual(["l/A", "l/a", "l/b/1", "l/b/2", "l/z", "l/é"]);
    expect(await keys("l/b/")).toEqual(["l/b/1", "l/b/2"]);
    expect(await keys("l/", "l/b/1")).toEqual(["l/b/2", "l/z", "l/é"]);
    expect(await keys("nowhere/")).toEqual([]);
  });

  test("keys may hold spaces, signs and accents", async () => {
    for (const key of ["k/a b+c.json", "k/100%25.json", "k/été & co.csv"]) {
      await store.put(key, bytes(key));
      expect(await text(key)).toBe(key);
      expect((await store.head(key))?.key).toBe(key);
    }
  });

  test("more than a thousand objects are listed whole", async () => {
    const all = Array.from({ length: 1_050 }, (_, at) => `m/${String(at).padStart(5, "0")}`);
    for (let at = 0; at < all.length; at += 50)
      await Promise.all(all.slice(at, at + 50).map((key) => store.put(key, bytes("x"))));
    expect(await keys("m/")).toEqual(all);
  });

  test("a large object is streamed, and a reader may leave early", async () => {
    const body = new Uint8Array(8_000_000).fill(7);
    await store.put("n/large", body);
    let [read, chunks] = [0, 0];
    for await (const chunk of await store.read("n/large")) {
      read += chunk.byteLength;
      chunks++;
    }
    expect(read).toBe(8_000_000);
    expect(chunks).toBeGreaterThan(0);
    for await (const _ of await store.read("n/large")) break;
    expect(await text("a/one.json")).toBe("é€");
  });
}
