import type { TableSpec } from "../../core/spec/asset.ts";
import { tableOf } from "../../test/fakes/specs.ts";
import { bundleOf } from "../../worker/bundle.ts";
import { usualAtOnce } from "../../workflows/contracts/runs.ts";
import { beside } from "../dagster/beside.ts";
import { besideSteps } from "../dagster/beside-steps.ts";
import type { BenchContext } from "../context.ts";
import { median, secondsOf, type Figure, type Measurement } from "../measurement.ts";
import { benchWorld, type BenchWorld } from "../steps/bench-world.ts";

const sizes = { tiny: { steps: 5, times: 1 }, small: { steps: 100, times: 1 }, full: { steps: 100, times: 5 } };
/** As many at once as an operator may order. */
const many = 32;

/** What an asset step of a run costs beside its work: a child workflow that acquires its table's entity, runs one activity that does nothing and commits to the entity, which gives the cursor back. */
export const steps: Measurement = {
  about: "milliseconds that a run adds to an asset step, in a chain and side by side; Dagster in the same run",
  async run(context) {
    const { chain, usual, wide } = await costs(context);
    const { size } = context;
    const { steps: count } = sizes[size];
    return [
      figure(`steps.chain`, `An asset step in a chain of ${count}`, 90, chain),
      figure(`steps.usual`, `An asset step, ${count} independent ones, ${usualAtOnce} at once as usual`, 40, usual),
      figure(`steps.wide`, `An asset step, ${count} independent ones, ${many} at once`, 40, wide),
      ...(await beside(context, [...besideSteps(size, "chain", chain.ms), ...besideSteps(size, "wide", wide.ms)])),
    ];
  },
};

async function costs({ size, directory }: BenchContext): Promise<Readonly<Record<"chain" | "usual" | "wide", Cost>>> {
  const { steps: count, times } = sizes[size];
  const numbers = Array.from({ length: count }, (_, at) => at + 1);
  const chain = numbers.map((at) => tableOf(`chain_${at}`, { lookups: at === 1 ? [] : [`chain_${at - 1}`] }));
  const wide = numbers.map((at) => tableOf(`wide_${at}`));
  const bundle = () => bundleOf(new URL("../steps/table-steps.ts", import.meta.url));
  const bench = await benchWorld(directory, { declared: [...chain, ...wide], bundle });
  try {
    return {
      chain: await cost(bench, { name: "chain", tables: chain, times }),
      usual: await cost(bench, { name: "usual", tables: wide, times }),
      wide: await cost(bench, { name: "wide", tables: wide, times, atOnce: many }),
    };
  } finally {
    await bench.stop();
  }
}

/** Milliseconds a step: on the wall, and of CPU in the worker and in the server. */
type Cost = { readonly ms: number; readonly workerMs: number; readonly serverMs: number };
/** Tables that runs walk so many times, so many at once where it is told. */
type Walks = {
  readonly name: string;
  readonly tables: readonly TableSpec[];
  readonly times: number;
  readonly atOnce?: number;
};

/** Milliseconds a step: on the wall the middle of several runs; entities are started by a run before. */
async function cost({ world, cpu }: BenchWorld, { name, tables, times, atOnce }: Walks): Promise<Cost> {
  const selection = tables.map(({ key }) => key).join(" or ");
  const walk = async (time: number): Promise<number> => {
    const seconds = await secondsOf(async () => {
      const run = await world.start(`run/${name}/${time}`, selection);
      const order = { concurrency: atOnce, who: "Ada Exemple", why: "a measurement" };
      if (atOnce !== undefined) await world.client.workflow.getHandle(run.id).signal("setConcurrency", order);
      await run.result();
    });
    return (seconds * 1000) / tables.length;
  };
  await walk(0);
  const taken: number[] = [];
  const before = await cpu();
  for (let time = 1; time <= times; time++) taken.push(await walk(time));
  const after = await cpu();
  const each = (seconds: number): number => (seconds * 1000) / (times * tables.length);
  return {
    ms: median(taken),
    workerMs: each(after.worker - before.worker),
    serverMs: each(after.server - before.server),
  };
}

const figure = (id: string, what: string, most: number, { ms, workerMs, serverMs }: Cost): Figure => ({
  id,
  what: `${what}: child + acquire its table's entity + one activity that does nothing + commit to the entity, the cursor given back with it`,
  measured: `${ms.toFixed(0)} ms, of CPU ${workerMs.toFixed(0)} ms in the worker and ${serverMs.toFixed(0)} in the server`,
  goal: `at most ${most} ms`,
  met: ms <= most,
  values: { ms, workerMs, serverMs },
});
