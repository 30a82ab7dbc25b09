import fc from "fast-check";
import { expect, test } from "vitest";
import { fingerprint } from "./fingerprint.ts";

test("the fingerprint of FNV-1a's own test words is FNV-1a's (draft-eastlake-fnv, appendix)", () => {
  expect(fingerprint("")).toBe("cbf29ce484222325");
  expect(fingerprint("a")).toBe("af63dc4c8601ec8c");
  expect(fingerprint("foobar")).toBe("85944171f73967e8");
});

test("a fingerprint is sixteen hex digits, the same for the same text", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(fingerprint(text)).toMatch(/^[0-9a-f]{16}$/);
      expect(fingerprint(text)).toBe(fingerprint(text));
    }),
  );
});

test("any text has the fingerprint that FNV-1a defines", () => {
  const mask = 0xffffffffffffffffn;
  const defined = (text: string): string => {
    let hash = 0xcbf29ce484222325n;
    for (let at = 0; at < text.length; at++) hash = ((hash ^ BigInt(text.charCodeAt(at))) * 0x100000001b3n) & mask;
    return hash.toString(16).padStart(16, "0");
  };
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => fingerprint(text) === defined(text)));
});
