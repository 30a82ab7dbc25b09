import { grouped, type BenchSize } from "../measurement.ts";
import type { Taking } from "./beside.ts";
import { version, type Shape } from "./rival.ts";

/** Assets of a graph in one process of Dagster's; fewer for its default executor, which takes seconds a step. */
const sizes: Readonly<Record<BenchSize, { readonly assets: number; readonly slow: number }>> = {
  tiny: { assets: 5, slow: 2 },
  small: { assets: 100, slow: 4 },
  full: { assets: 100, slow: 10 },
};
/** A step of ours may take so many times what one process of Dagster's takes: the goals are 90 and 40 ms where it took 51 and 31. */
const goals: Readonly<Record<Shape, number>> = { chain: 90 / 51, wide: 40 / 31 };
const shapes: Readonly<Record<Shape, string>> = { chain: "in a chain", wide: "independent" };

/** Steps of Dagster that do nothing, beside ours of one shape (ms). */
export const besideSteps = (size: BenchSize, shape: Shape, ours: number): readonly Taking[] => {
  const { assets, slow } = sizes[size];
  return [
    {
      id: `steps.${shape}.dagster`,
      what: `The same by Dagster ${version}, ${assets} assets ${shapes[shape]} in one process, with its SQLite store, which no crash may touch`,
      goal: `ours at most ${goals[shape].toFixed(2)} times of it`,
      take: async (rival) => told(ours, (await rival.cost(shape, "in-process", assets)).ms, goals[shape]),
    },
    {
      id: `steps.${shape}.dagster-default`,
      what: `The same by Dagster ${version}, ${slow} assets ${shapes[shape]} with its default executor, a process a step`,
      goal: "ours less than it",
      take: async (rival) => told(ours, (await rival.cost(shape, "default", slow)).ms, 1),
    },
  ];
};

const told = (ours: number, theirs: number, most: number) => ({
  measured: `${grouped(theirs)} ms; ours ${grouped(ours)} ms, ${(ours / theirs).toFixed(2)} times of it`,
  met: ours / theirs <= most,
  values: { oursMs: ours, dagsterMs: theirs, times: ours / theirs },
});
