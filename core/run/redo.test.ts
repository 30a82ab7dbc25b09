import { describe, expect, test } from "vitest";
import { martOf, specOf, tableOf } from "../../test/fakes/specs.ts";
import { assetGraph } from "../graph/asset-graph.ts";
import type { StepState } from "../ports/runs.ts";
import { redo } from "./redo.ts";

const graph = assetGraph(
  specOf({
    tables: ["orders", "lines", "sites"].map((key) => tableOf(key)),
    marts: [martOf("orders_daily", ["orders", "lines"]), martOf("orders_monthly", ["orders_daily"])],
  }),
);
const all = ["orders", "lines", "sites", "orders_daily", "orders_monthly"];
const endedAt = "2026-11-25T02:15:00.000Z";
const run = (
  over: { readonly state?: string; readonly assets?: readonly string[]; readonly endedAt?: string | null } = {},
) => ({
  id: "run/nightly/1",
  state: "failed",
  assets: all,
  endedAt,
  ...over,
});
const steps = (states: Readonly<Record<string, StepState>>) =>
  Object.entries(states).map(([asset, state]) => ({ asset, state }));

describe("doing a run again", () => {
  test("takes all of it, in its plan's order", () => {
    expect(redo(graph, { run: run(), steps: [] }, "beginning")).toEqual({ assets: all, removed: [] });
  });

  test("from its failure, takes what failed, what was skipped, and what comes after them; neither what went well nor what was paused", () => {
    const ended = steps({
      orders: "failed",
      lines: "unchanged",
      sites: "paused",
      orders_daily: "skipped",
      orders_monthly: "done",
    });
    expect(redo(graph, { run: run(), steps: ended }, "failure").assets).toEqual([
      "orders",
      "orders_daily",
      "orders_monthly",
    ]);
  });

  test("from its failure, takes what never came to an end, and nothing that was not in the run", () => {
    const ended = steps({ lines: "done", sites: "done" });
    const cut = run({ assets: ["orders", "lines", "sites"] });
    expect(redo(graph, { run: cut, steps: ended }, "failure").assets).toEqual(["orders"]);
  });

  test("leaves out assets that the graph has no longer, and says so", () => {
    const old = run({ assets: ["gone", "orders"] });
    expect(redo(graph, { run: old, steps: steps({ gone: "failed", orders: "failed" }) }, "failure")).toEqual({
      assets: ["orders"],
      removed: ["gone"],
    });
  });

  test.each([
    [
      "one that goes on",
      { run: run({ endedAt: null }), steps: [] },
      "run.going",
      "run/nightly/1 still goes on. Wait for its end, or cancel it in the Temporal Web UI; then run it again.",
    ],
    [
      "one that left nothing",
      { run: run({ assets: ["sites"] }), steps: steps({ sites: "done" }) },
      "run.nothing-to-redo",
      "run/nightly/1 left nothing to do again. Start another one with `sillage run`, or leave --from-failure out to do all of it again.",
    ],
    [
      "one that succeeded, whose steps are kept no longer",
      { run: run({ state: "succeeded" }), steps: [] },
      "run.nothing-to-redo",
      "run/nightly/1 left nothing to do again. Start another one with `sillage run`, or leave --from-failure out to do all of it again.",
    ],
    [
      "one that was never planned",
      { run: run({ assets: [] }), steps: [] },
      "run.nothing-to-redo",
      "run/nightly/1 was never planned. Start another one with `sillage run`, or leave --from-failure out to do all of it again.",
    ],
    [
      "one whose assets are all gone",
      { run: run({ assets: ["gone"] }), steps: steps({ gone: "failed" }) },
      "run.assets-removed",
      "What run/nightly/1 left is in the graph no longer: gone. There is nothing to do again; `sillage assets list` names what there is.",
    ],
  ])("%s is refused", (_, kept, code, message) => {
    expect(() => redo(graph, kept, "failure")).toThrow(expect.objectContaining({ code, message }));
  });
});
