import fc from "fast-check";
import { expect, test } from "vitest";
import type { FilterSpec } from "../spec/read.ts";
import { trustedVersion } from "./trusted-version.ts";

const filter: Extract<FilterSpec, { kind: "version" }> = { kind: "version", overlap: 2, longestJump: 100 };
const poison = 9_223_372_036_854_775_807n;

test("the greatest version is trusted where each follows the one before it", () => {
  expect(trustedVersion(filter, 7n, [9n, 109n, 8n], undefined)).toBe(109n);
});

test("one row of the greatest version there can be moves no mark", () => {
  expect(trustedVersion(filter, 7n, [8n, poison], undefined)).toBe(8n);
  expect(trustedVersion(filter, 7n, [poison], undefined)).toBe(7n);
  expect(trustedVersion(filter, undefined, [8_000_000_000n, poison], undefined)).toBe(8_000_000_000n);
});

test("a row beyond what the API told moves no mark", () => {
  expect(trustedVersion(filter, 7n, [8n, 9n], 8n)).toBe(8n);
  expect(trustedVersion(filter, undefined, [9n], 8n)).toBeUndefined();
});

test("without rows what was reached stands", () => {
  expect(trustedVersion(filter, 7n, [], 99n)).toBe(7n);
  expect(trustedVersion(filter, undefined, [], undefined)).toBeUndefined();
});

test("whatever the rows, what was reached never moves back, and only to a row's version within the jump and the telling", () => {
  const versions = fc.array(fc.bigInt({ min: 0n, max: 2_000n }));
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 1_000n }),
      versions,
      fc.option(fc.bigInt({ min: 0n, max: 2_000n })),
      (reached, rows, told) => {
        const trusted = trustedVersion(filter, reached, rows, told ?? undefined) ?? -1n;
        expect(trusted).toBeGreaterThanOrEqual(reached);
        if (trusted === reached) return;
        expect(rows).toContain(trusted);
        expect(trusted).toBeLessThanOrEqual(told ?? trusted);
        const before = [reached, ...rows].filter((version) => version < trusted);
        expect(before.some((version) => trusted - version <= 100n)).toBe(true);
      },
    ),
  );
});
