import fc from "fast-check";
import { expect, test } from "vitest";
import { martOf, specOf, tableOf } from "../../test/fakes/specs.ts";
import { assetGraph } from "./asset-graph.ts";
import { keysNamedIn, parseSelection, selectAssets } from "./selection.ts";

const graph = assetGraph(
  specOf({
    sources: ["shop", "maps"].map((name) => ({
      name,
      baseUrl: { setting: "URL", secret: false },
      manners: { requestsPerSecond: 1, inFlight: 1 },
    })),
    tables: [tableOf("places", { source: "maps" }), tableOf("sales", { lookups: ["places"], tags: ["money"] })],
    marts: [martOf("by_day", ["sales"], { tags: ["money"] }), martOf("by_week", ["by_day"])],
  }),
);

test.each([
  ["*", ["places", "sales", "by_day", "by_week"]],
  ["sales", ["sales"]],
  ["+by_day", ["places", "sales", "by_day"]],
  ["1+by_week", ["by_day", "by_week"]],
  ["2+by_week", ["sales", "by_day", "by_week"]],
  ["places+", ["places", "sales", "by_day", "by_week"]],
  ["places+1", ["places", "sales"]],
  ["1+sales+1", ["places", "sales", "by_day"]],
  ["source:maps", ["places"]],
  ["kind:mart", ["by_day", "by_week"]],
  ["tag:money", ["sales", "by_day"]],
  ["* and not kind:mart", ["places", "sales"]],
  ["sales or places and kind:mart", ["sales"]],
  ["(sales or places) and not sales", ["places"]],
  ["not not sales", ["sales"]],
])("%s names %j", (text, keys) => {
  expect(selectAssets(graph, text)).toEqual(keys);
});

test.each([
  ["", "it ends too early."],
  ["sales and", "it ends too early."],
  ["sales or", "it ends too early."],
  ["not", "it ends too early."],
  ["(sales", "it ends too early."],
  ["(sales or )", '")" is not expected here.'],
  ["sales places", '"places" is not expected here.'],
  ["and", '"and" is not expected here.'],
  ["+*", '"+*" is not expected here.'],
  ["s@les", '"s@les" is not expected here.'],
])("%j does not parse: %s", (text, problem) => {
  expect(parseSelection(text)).toEqual({ ok: false, problem });
  expect(() => selectAssets(graph, text)).toThrow(
    expect.objectContaining({
      code: "selection.invalid",
      message: `The selection "${text}" does not parse: ${problem} Write for instance \`clients\`, \`+revenue_daily\`, \`source:ponton and not clients\`.`,
    }),
  );
});

test("a key spelt wrong is said, rather than matching nothing", () => {
  expect(() => selectAssets(graph, "sales or not bydays")).toThrow(
    expect.objectContaining({ code: "graph.unknown-asset" }),
  );
});

test("a selection that matches nothing is refused", () => {
  expect(() => selectAssets(graph, "source:nowhere")).toThrow(
    expect.objectContaining({
      code: "selection.empty",
      message: 'The selection "source:nowhere" matches no asset. Choose among places, sales, by_day, by_week.',
    }),
  );
});

test("the keys that a selection spells out are known without a graph", () => {
  const parsed = parseSelection("a and (b or not c) and * and kind:mart");
  expect(parsed.ok && keysNamedIn(parsed.selection)).toEqual(["a", "b", "c"]);
});

test("what is selected and what is not are together everything, and never both", () => {
  const term = fc.constantFrom("sales", "+by_day", "places+1", "kind:mart", "source:maps", "tag:money", "*");
  const text = fc.tuple(term, fc.constantFrom("and", "or"), term).map((words) => words.join(" "));
  const keysOf = (selection: string) => {
    try {
      return selectAssets(graph, selection);
    } catch {
      return [];
    }
  };
  fc.assert(
    fc.property(text, (selection) => {
      const chosen = keysOf(selection);
      const others = keysOf(`not (${selection})`);
      expect([...chosen, ...others].toSorted((a, b) => a.localeCompare(b))).toEqual(
        graph.assets.map((asset) => asset.key).toSorted((a, b) => a.localeCompare(b)),
      );
    }),
  );
});
