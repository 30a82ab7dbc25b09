import fc from "fast-check";
import { expect, test } from "vitest";
import { columnOf, martOf, specOf, tableOf } from "../../test/fakes/specs.ts";
import { assetGraph } from "./asset-graph.ts";
import { findCycle } from "./find-cycle.ts";
import { planOf } from "./plan.ts";

const graph = assetGraph(
  specOf({
    tables: [tableOf("sales", { lookups: ["places"], tags: ["daily"] }), tableOf("places")],
    marts: [martOf("by_day", ["sales"]), martOf("by_week", ["by_day"])],
    kpis: [{ key: "revenue", summary: "", deps: ["by_day"], version: "1" }],
    jobs: [{ name: "all", select: "*", trigger: { kind: "command" } }],
  }),
);

test("every asset comes after what it depends on", () => {
  expect(graph.assets.map((asset) => asset.key)).toEqual(["places", "sales", "by_day", "by_week"]);
  expect(graph.upstream("sales")).toEqual(["places"]);
  expect(graph.downstream("sales")).toEqual(["by_day"]);
  expect(graph.downstream("nosuch")).toEqual([]);
  expect(graph.asset("by_day").kind).toBe("mart");
});

test("an asset that is not there is named, with those that may be meant", () => {
  expect(() => graph.asset("sale")).toThrow(
    expect.objectContaining({
      code: "graph.unknown-asset",
      message: 'There is no asset "sale". Did you mean sales? `sillage assets list` names all.',
    }),
  );
});

test("any declaration without a circle is put in order; one with a circle is refused and the circle shown", () => {
  const edges = fc.array(fc.tuple(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 7 })), { maxLength: 20 });
  fc.assert(
    fc.property(edges, (pairs) => {
      const marts = Array.from({ length: 8 }, (_, at) =>
        martOf(`m${at}`, [...new Set(pairs.filter(([from]) => from === at).map(([, to]) => `m${to}`))]),
      );
      const cycle = findCycle(marts);
      if (cycle === undefined) {
        const order = assetGraph(specOf({ marts })).assets.map((asset) => asset.key);
        for (const mart of marts)
          for (const dep of mart.deps) expect(order.indexOf(dep.key)).toBeLessThan(order.indexOf(mart.key));
        return;
      }
      expect(cycle[0]).toBe(cycle.at(-1));
      for (const [at, key] of cycle.slice(0, -1).entries())
        expect(marts.find((mart) => mart.key === key)?.deps.map((dep) => dep.key)).toContain(cycle[at + 1]);
      expect(() => assetGraph(specOf({ marts }))).toThrow(/depend on each other in a circle/);
    }),
  );
});

test("what people are told of a column changes no hash of a graph", () => {
  const told = (doc?: string) => {
    const columns = [columnOf("id", { key: 1, ...(doc !== undefined && { doc }) })];
    const day = columnOf("day", { key: 1, type: { kind: "date" }, ...(doc !== undefined && { doc }) });
    return assetGraph(
      specOf({ tables: [tableOf("orders", { columns })], marts: [martOf("m", ["orders"], { columns: [day] })] }),
    );
  };
  expect(told("Its number.").hash).toBe(told().hash);
});

test("a graph's hash changes with any declaration", () => {
  const other = assetGraph(specOf({ tables: [tableOf("sales", { doc: "changed" })] }));
  expect(other.hash).not.toBe(assetGraph(specOf({ tables: [tableOf("sales")] })).hash);
});

test("a plan says which of its tables have checks; a mart's are measured as it is built", () => {
  const checks = [{ kind: "unique", columns: ["id"], name: "unique(id)", severity: "warn" }] as const;
  const [orders, day] = [tableOf("orders", { checks }), martOf("by_day", ["orders"])];
  const daily = { ...day, checks: [{ ...checks[0], columns: ["day"] }] };
  const { steps } = planOf(assetGraph(specOf({ tables: [orders, tableOf("sites")], marts: [daily] })), "all", "*");
  expect(steps.map(({ asset, checked }) => [asset, checked])).toEqual([
    ["orders", true],
    ["sites", undefined],
    ["by_day", undefined],
  ]);
});

test("the plan of a job that does some parts alone names them on its tables, however it is selected", () => {
  const jobs = [{ name: "drift", select: "*", trigger: { kind: "command" }, parts: ["history"] }] as const;
  const some = assetGraph(specOf({ tables: [tableOf("orders")], marts: [martOf("by_day", ["orders"])], jobs }));
  const partsOf = (job: string) => planOf(some, job, "*").steps.map(({ asset, parts }) => [asset, parts]);
  expect(partsOf("drift")).toEqual([
    ["orders", ["history"]],
    ["by_day", undefined],
  ]);
  expect(partsOf("selection")).toEqual([
    ["orders", undefined],
    ["by_day", undefined],
  ]);
});

test("a plan walks what is selected, each step after those of the same plan only", () => {
  expect(planOf(graph, "some", "sales or by_week")).toMatchObject({
    v: 1,
    job: "some",
    graphHash: graph.hash,
    steps: [
      { asset: "sales", kind: "table", source: "shop", after: [] },
      { asset: "by_week", kind: "mart", source: null, after: [] },
    ],
  });
  expect(planOf(graph, "all", "*").steps.map((step) => step.after)).toEqual([[], ["places"], ["sales"], ["by_day"]]);
});

test("a key that is near none is answered with all of them", () => {
  expect(() => graph.asset("nosuch")).toThrow(
    expect.objectContaining({
      code: "graph.unknown-asset",
      message: 'There is no asset "nosuch". Choose among sales, places, by_day, by_week.',
    }),
  );
});

test("a chain as long as a large graph is ordered, followed to its end, and proven to be no circle", () => {
  const length = 10_000;
  const marts = Array.from({ length }, (_, at) => martOf(`m${at}`, at + 1 < length ? [`m${at + 1}`] : []));
  const chain = assetGraph(specOf({ marts }));
  expect([chain.assets.at(0)?.key, chain.assets.at(-1)?.key]).toEqual([`m${length - 1}`, "m0"]);
  expect(planOf(chain, "all", `m${length - 1}+`).steps).toHaveLength(length);
  const circle = marts.map((mart, at) => (at === length - 1 ? martOf(mart.key, ["m0"]) : mart));
  expect(findCycle(circle)).toHaveLength(length + 1);
});

test("a plan says which of its assets have a condition, so that their entities leave them to the run", () => {
  const automation = { kind: "depsUpdated", which: "any", of: null } as const;
  const graph = assetGraph(
    specOf({ tables: [tableOf("orders")], marts: [martOf("by_itself", ["orders"], { automation })] }),
  );
  expect(planOf(graph, "all", "*").steps.map(({ automated }) => automated)).toEqual([undefined, true]);
});
