import type { WorkflowWorld } from "../../test/harness/workflow-world.ts";
import type { BenchContext } from "../context.ts";
import { beside } from "../dagster/beside.ts";
import { besideGrowth } from "../dagster/beside-growth.ts";
import { grouped, type Figure, type Measurement } from "../measurement.ts";
import { benchWorld } from "../steps/bench-world.ts";
import { growth } from "../year/growth.ts";
import { nights } from "../year/nights.ts";

const goals = { events: 4_096 };

/** What a year of nights leaves behind: rows of our own tables, and histories of entities. */
export const year: Measurement = {
  about:
    "a year of nights: bytes of our own tables a materialisation, events of an entity's history; Dagster's bytes in the same run",
  async run(context) {
    const grown = await growth(context);
    const ours = grown.values["bytes"] ?? Number.NaN;
    return [grown, ...(await beside(context, [besideGrowth(context.size, ours)])), await histories(context)];
  },
};

async function histories({ size, directory }: BenchContext): Promise<Figure> {
  const { world, stop } = await benchWorld(directory);
  try {
    for (let night = 0; night < nights[size]; night++)
      await (await world.start(`run/nightly/${night}`, "orders or orders_daily")).result();
    const lengths = await lengthsOf(world, "asset/orders");
    const longest = Math.max(...lengths);
    return {
      id: "year.histories",
      what: `The longest history of a table's entity, ${grouped(nights[size])} nights, before it starts again with an empty one`,
      measured: `${grouped(longest)} events, ${lengths.length} histories`,
      goal: `below ${grouped(goals.events)}, where the server asks for a new one`,
      met: longest < goals.events,
      values: { longest, histories: lengths.length },
    };
  } finally {
    await stop();
  }
}

/** Events of each history of a workflow, the running one's too. */
async function lengthsOf({ client }: WorkflowWorld, id: string): Promise<readonly number[]> {
  const lengths = [(await client.workflow.getHandle(id).describe()).historyLength];
  for await (const { historyLength, status } of client.workflow.list({ query: `WorkflowId = "${id}"` }))
    if (status.name !== "RUNNING") lengths.push(historyLength);
  return lengths;
}
