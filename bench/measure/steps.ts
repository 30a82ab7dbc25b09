import type { MartSpec } from "../../core/spec/asset.ts";
import { martOf } from "../../test/fakes/specs.ts";
import type { WorkflowWorld } from "../../test/harness/workflow-world.ts";
import { median, secondsOf, type Figure, type Measurement } from "../measurement.ts";
import { benchWorld } from "../steps/bench-world.ts";

const sizes = { tiny: { steps: 5, times: 1 }, small: { steps: 100, times: 1 }, full: { steps: 100, times: 5 } };

/** What an asset step of a run costs beside its work: a child workflow that asks whether its mart is stale, runs one activity that does nothing, and commits to its entity. */
export const steps: Measurement = {
  about: "milliseconds that a run adds to an asset step, in a chain and side by side",
  async run({ size, directory }) {
    const { steps: count, times } = sizes[size];
    const numbers = Array.from({ length: count }, (_, at) => at + 1);
    const chain = numbers.map((at) => martOf(`chain_${at}`, [at === 1 ? "orders" : `chain_${at - 1}`]));
    const wide = numbers.map((at) => martOf(`wide_${at}`, ["orders"]));
    const { world, stop } = await benchWorld(directory, [...chain, ...wide]);
    try {
      return [
        figure(`steps.chain`, `An asset step in a chain of ${count}`, 90, await cost(world, chain, times)),
        figure(
          `steps.wide`,
          `An asset step, ${count} independent ones, 32 at once`,
          40,
          await cost(world, wide, times),
        ),
      ];
    } finally {
      await stop();
    }
  },
};

/** Milliseconds a step, the middle of several runs; entities are started by a run before. */
async function cost(world: WorkflowWorld, marts: readonly MartSpec[], times: number): Promise<number> {
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
  for (let time = 1; time <= times; time++) taken.push(await walk(time));
  return median(taken);
}

const figure = (id: string, what: string, most: number, ms: number): Figure => ({
  id,
  what: `${what}: stale? + child + one activity that does nothing + commit to its entity`,
  measured: `${ms.toFixed(0)} ms`,
  goal: `at most ${most} ms`,
  met: ms <= most,
  values: { ms },
});
