import { expect, test } from "vitest";
import { migrationStatements } from "../migration-statements.ts";

const made = (await migrationStatements("engine", new URL("migrations/", import.meta.url)))
  .map(({ text }) => text)
  .filter((text) => text.startsWith("create table"))
  .map((text) => [/\.\[(\w+)\]/.exec(text)?.[1] ?? "", text] as const);

/** Bytes of a column by its type: nvarchar counts two a unit, other types of keys take eight at most. */
const bytesOf = (text: string, column: string): number => {
  const length = new RegExp(`\\[${column}\\] nvarchar\\((\\d+)\\)`).exec(text)?.[1];
  return length === undefined ? 8 : 2 * Number(length);
};

const keyOf = (text: string): readonly string[] => {
  const listed = /primary key \(([^)]+)\)/.exec(text)?.[1];
  if (listed !== undefined) return [...listed.matchAll(/\w+/g)].map(([column]) => column);
  const alone = /\[(\w+)\] [^,]*primary key/.exec(text)?.[1];
  return alone === undefined ? [] : [alone];
};

test.each(made)(
  "the engine's table %s is ordered by a key of 900 bytes at most, so that what is deleted gives its room back",
  (_, text) => {
    const key = keyOf(text);
    expect(key).not.toEqual([]);
    expect(key.reduce((sum, column) => sum + bytesOf(text, column), 0)).toBeLessThanOrEqual(900);
  },
);
