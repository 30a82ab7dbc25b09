import fc from "fast-check";
import { expect, test } from "vitest";
import {
  contextPrefix,
  contextSuffix,
  openBytes,
  sealBytes,
  sealedSuite,
  sealingKey,
  valueType,
} from "./sealed-value.ts";

const key = sealingKey(Buffer.alloc(32, 7));
const prefix = contextPrefix({ deployment: "d", source: "shop", entity: "people", field: "email" });
const pid = Buffer.alloc(16, 9);
const suffix = contextSuffix(pid, "42");
const seal = (suite: 1 | 2, clear: string, nonce?: Buffer) =>
  sealBytes({ suite, type: valueType.utf8, key, prefix, suffix, clear: Buffer.from(clear), ...(nonce && { nonce }) });
const text = (sealed: Uint8Array) => openBytes(sealed, key, prefix, suffix).clear.toString();

test("format 1 is what it was: a value sealed under a known key and nonce, byte for byte", () => {
  expect(seal(1, "a@example.test", Buffer.alloc(12, 5)).toString("hex")).toMatchInlineSnapshot(
    `"010111e883b6e56b009ad4be79b549ec6fc12305050505050505050505050583b1e250b0f00f5f85592915f61909b41c4752f8ec4750a7653339577cd7199a"`,
  );
  expect(seal(2, "a@example.test", Buffer.alloc(24, 5)).toString("hex")).toMatchInlineSnapshot(
    `"010211e883b6e56b009ad4be79b549ec6fc123050505050505050505050505050505050505050505050505dddfb288b1e006ac071ed52ef64585dfc612cbdf222d241d61c748ff80fcca5f"`,
  );
});

test("the header names format, suite, type with padding, and the key's id", () => {
  const sealed = seal(1, "a");
  expect([...sealed.subarray(0, 3)]).toEqual([1, 1, 0x11]);
  expect(sealed.subarray(3, 19)).toEqual(key.kid);
  expect(sealed.length).toBe(19 + 12 + 16 + 16);
});

test("what was sealed opens, in both suites, whatever the text", () => {
  fc.assert(
    fc.property(fc.constantFrom<(1 | 2)[]>(1, 2), fc.string({ unit: "binary" }), (suite, clear) => {
      expect(text(seal(suite, clear))).toBe(Buffer.from(clear).toString());
    }),
  );
});

test("a text's length is hidden up to sixteen bytes, and sealing twice gives other bytes", () => {
  expect(seal(1, "a").length).toBe(seal(1, "a".repeat(15)).length);
  expect(seal(1, "a").length).toBeLessThan(seal(1, "a".repeat(16)).length);
  expect(seal(1, "a")).not.toEqual(seal(1, "a"));
});

test("a number is sealed as eight bytes, without padding", () => {
  const sealed = sealBytes({ suite: 2, type: valueType.int64, key, prefix, suffix, clear: Buffer.alloc(8, 1) });
  expect(sealed.length).toBe(19 + 24 + 8 + 16);
  expect(openBytes(sealed, key, prefix, suffix)).toEqual({ type: valueType.int64, clear: Buffer.alloc(8, 1) });
});

test.each([1, 2] as const)("every flipped bit of a value of suite %i is refused", (suite) => {
  const sealed = seal(suite, "a@example.test");
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const flipped = Buffer.from(sealed);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(() => text(flipped), `bit ${bit}`).toThrow(/no sealed value|another key|was altered/);
  }
});

test.each([1, 2] as const)("a value of suite %i that was cut short is refused, wherever it was cut", (suite) => {
  const sealed = seal(suite, "a@example.test");
  for (let length = 0; length < sealed.length; length++)
    expect(() => text(sealed.subarray(0, length)), `${length} bytes`).toThrow(
      expect.objectContaining({
        code: expect.stringMatching(/^pii\.(malformed|wrong-key|altered)$/),
        retryable: false,
      }),
    );
});

test.each([
  ["format", 0],
  ["suite", 1],
])("a value of a %s that nobody knows is told as one", (_, at) => {
  const sealed = seal(1, "a@example.test");
  sealed[at] = 3;
  expect(() => text(sealed)).toThrow(expect.objectContaining({ code: "pii.malformed", retryable: false }));
});

test("a value moved to another row, column, table, source, deployment or person is refused", () => {
  const sealed = seal(1, "a@example.test");
  const context = { deployment: "d", source: "shop", entity: "people", field: "email" };
  for (const name of ["deployment", "source", "entity", "field"] as const)
    expect(() => openBytes(sealed, key, contextPrefix({ ...context, [name]: "x" }), suffix), name).toThrow(
      expect.objectContaining({ code: "pii.altered" }),
    );
  for (const other of [contextSuffix(pid, "43"), contextSuffix(Buffer.alloc(16, 8), "42")])
    expect(() => openBytes(sealed, key, prefix, other)).toThrow(
      expect.objectContaining({
        code: "pii.altered",
        message:
          "The sealed value was altered, or moved from another row, column or person. Restore the row, or extract it again.",
      }),
    );
});

test("fields of a context cannot run into each other", () => {
  const left = contextPrefix({ deployment: "a", source: "bc", entity: "e", field: "f" });
  const right = contextPrefix({ deployment: "ab", source: "c", entity: "e", field: "f" });
  expect(left.equals(right)).toBe(false);
});

test("another key is named as the reason", () => {
  expect(() => openBytes(seal(1, "a"), sealingKey(Buffer.alloc(32, 8)), prefix, suffix)).toThrow(
    expect.objectContaining({
      code: "pii.wrong-key",
      message: "The value was sealed under another key. Open it with the key of the person it belongs to.",
    }),
  );
});

test("what is no sealed value is told from one", () => {
  expect(sealedSuite(seal(1, "a"))).toBe(1);
  expect(sealedSuite(seal(2, "a"))).toBe(2);
  for (const other of [
    Buffer.from("a@example.test"),
    seal(1, "a").subarray(0, 40),
    Buffer.from([1, 3]),
    Buffer.alloc(0),
  ])
    expect(sealedSuite(other)).toBeUndefined();
  expect(() => text(Buffer.from("clear"))).toThrow(
    expect.objectContaining({
      code: "pii.malformed",
      message: "The value is no sealed value of format 1. Check that the column was landed by this product.",
    }),
  );
});
