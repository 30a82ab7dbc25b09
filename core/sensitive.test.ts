import { inspect } from "node:util";
import { deserialize, serialize } from "node:v8";
import { expect, test } from "vitest";
import { isSensitive, Sensitive } from "./sensitive.ts";

const marker = "Canari-Zoé";
const sensitive = new Sensitive({ name: marker });

/** What each way of telling a value makes of it. */
const tellings: readonly (readonly [string, (value: Sensitive<unknown>) => unknown])[] = [
  ["as JSON", (value) => JSON.stringify({ value, list: [value] })],
  ["in a template", (value) => `${String(value)} ${value.toString()}`],
  ["joined to a text", (value) => [value, value].join(" and ")],
  [
    "inspected, private fields and getters too",
    (value) => inspect({ value }, { showHidden: true, depth: 9, getters: true }),
  ],
  ["spread", (value: object) => JSON.stringify({ ...value })],
  ["by its entries", (value) => JSON.stringify([Object.entries(value), Reflect.ownKeys(value)])],
  ["cloned", (value) => inspect(structuredClone(value), { showHidden: true })],
  ["serialised by V8", (value) => `${serialize(value).toString("latin1")} ${inspect(deserialize(serialize(value)))}`],
  ["in an error's message", (value) => inspect(new Error(`refused ${String(value)}`, { cause: value }))],
];

test.each(tellings)("a sensitive value is not told %s", (_, telling) => {
  expect(String(telling(sensitive))).not.toMatch(/Canari|Zo/);
});

test("it is told to who asks for it by name", () => {
  expect(sensitive.reveal()).toEqual({ name: marker });
});

test("it is known as what it is, and nothing else is", () => {
  const spread = Object.assign({}, sensitive);
  expect([sensitive, spread, null, "text", { reveal: () => marker }].map(isSensitive)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
});
