import type { MartSpec } from "../../core/spec/asset.ts";
import { martOf } from "../../test/fakes/specs.ts";
import { beside } from "../dagster/beside.ts";
import { besideSteps } from "../dagster/beside-steps.ts";
import type { BenchContext } from "../context.ts";
import { median, secondsOf, type Figure, type Measurement } from "../measurement.ts";
import { benchWorld, type BenchWorld } from "../steps/bench-world.ts";

const sizes = { tiny: { steps: 5, times: 1 }, small: { steps: 100, times: 1 }, full: { steps: 100, times: 5 } };

/** What an asset step of a run costs beside its work: a child workflow that asks whether its mart is stale, runs one activity that does nothing, and commits to its entity. */
export const steps: Measurement = {
  about: "milliseconds that a run adds to an asset step, in a chain and side by side; Dagster in the same run",
  async run(context) {
    const { chain, wide } = await costs(context);
    const { size } = context;
    const { steps: count } = sizes[size];
    return [
      figure(`steps.chain`, `An asset step in a chain of ${count}`, 90, chain),
      figure(`steps.wide`, `An asset step, ${count} independent ones, 32 at once`, 40, wide),
      ...(await beside(context, [...besideSteps(size, "chain", chain.ms), ...besideSteps(size, "wide", wide.ms)])),
    ];
  },
};

async function costs({ size, directory }: BenchContext): Promise<Readonly<Record<"chain" | "wide", Cost>>> {
  const { steps: count, times } = sizes[size];
  const numbers = Array.from({ length: count }, (_, at) => at + 1);
  const chain = numbers.map((at) => martOf(`chain_${at}`, [at === 1 ? "orders" : `chain_${at - 1}`]));
  const wide = numbers.map((at) => martOf(`wide_${at}`, ["orders"]));
  const bench = await benchWorld(directory, [...chain, ...wide]);
  try {
    return { chain: await cost(bench, chain, times), wide: await cost(bench, wide, times) };
  } finally {
    await bench.stop();
  }
}

/** Milliseconds a step: on the wall, and of CPU in the worker and in the server. */
type Cost = { readonly ms: number; readonly workerMs: number; readonly serverMs: number };

/** Milliseconds a step: on the wall the middle of several runs; entities are started by a run before. */
async function cost({ world, cpu }: BenchWorld, marts: readonly MartSpec[], times: number): Promise<Cost> {
  const selection = marts.map(({ key }) => key).join(" or ");
  const [first] = marts;
  const walk = async (time: number): Promise<number> => {
    const seconds = await secondsOf(async () => {
      const run = await world.start(`run/${first?.key ?? ""}/${time}`, selection);
      const order = { concurrency: 32, who: "Ada Exemple", why: "a measurement" };
      await world.client.workflow.getHandle(run.id).signal("setConcurrency", order);
      await run.result();
    });
    return (seconds * 1000) / marts.length;
  };
  await walk(0);
  const taken: number[] = [];
  const before = await cpu();
  for (let time = 1; time <= times; time++) taken.push(await walk(time));
  const after = await cpu();
  const each = (seconds: number): number => (seconds * 1000) / (times * marts.length);
  return {
    ms: median(taken),
    workerMs: each(after.worker - before.worker),
    serverMs: each(after.server - before.server),
  };
}

const figure = (id: string, what: string, most: number, { ms, workerMs, serverMs }: Cost): Figure => ({
  id,
  what: `${what}: stale? + child + one activity that does nothing + commit to its entity`,
  measured: `${ms.toFixed(0)} ms, of CPU ${workerMs.toFixed(0)} ms in the worker and ${serverMs.toFixed(0)} in the server`,
  goal: `at most ${most} ms`,
  met: ms <= most,
  values: { ms, workerMs, serverMs },
});
