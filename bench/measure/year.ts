import { eager } from "../../index.ts";
import { martOf, tableOf } from "../../test/fakes/specs.ts";
import type { WorkflowWorld } from "../../test/harness/workflow-world.ts";
import type { BenchContext } from "../context.ts";
import { beside } from "../dagster/beside.ts";
import { besideGrowth } from "../dagster/beside-growth.ts";
import { grouped, type Figure, type Measurement } from "../measurement.ts";
import { benchWorld } from "../steps/bench-world.ts";
import { growth } from "../year/growth.ts";
import { nightAssets, nights } from "../year/nights.ts";

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
  const declared = numbers(nightAssets.tables).map((at) => tableOf(`sales_${at}`));
  const marts = numbers(nightAssets.marts).map((at) =>
    martOf(`daily_${at}`, [`sales_${at}`], at <= nightAssets.automated ? { automation: eager().spec } : {}),
  );
  const keys = [...declared, ...marts].map(({ key }) => key);
  const { world, stop } = await benchWorld(directory, { declared, marts });
  try {
    await world.declare();
    for (let night = 0; night < nights[size]; night++)
      await (await world.start(`run/nightly/${night}`, keys.join(" or "))).result();
    const entities = await Promise.all(
      keys.map(async (key) => ({ key, lengths: await lengthsOf(world, `asset/${key}`) })),
    );
    return historiesFigure(nights[size], entities);
  } finally {
    await stop();
  }
}

/** Events of each history of an asset's entity. */
type Entity = { readonly key: string; readonly lengths: readonly number[] };

function historiesFigure(count: number, entities: readonly Entity[]): Figure {
  const longest = Math.max(...entities.flatMap(({ lengths }) => lengths));
  const whose = entities.find(({ lengths }) => lengths.includes(longest));
  const all = entities.reduce((sum, { lengths }) => sum + lengths.length, 0);
  return {
    id: "year.histories",
    what: `The longest history among the entities of ${nightAssets.tables} tables and ${nightAssets.marts} marts, ${nightAssets.automated} of these with a condition, ${grouped(count)} nights, before it starts again with an empty one`,
    measured: `${grouped(longest)} events, of ${whose?.key ?? ""} (${whose?.lengths.length ?? 0} histories); ${grouped(all)} histories of all`,
    goal: `below ${grouped(goals.events)}, where the server asks for a new one`,
    met: longest < goals.events,
    values: { longest, histories: all },
  };
}

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at + 1);

/** Events of each history of a workflow, the running one's too. */
async function lengthsOf({ client }: WorkflowWorld, id: string): Promise<readonly number[]> {
  const lengths = [(await client.workflow.getHandle(id).describe()).historyLength];
  for await (const { historyLength, status } of client.workflow.list({ query: `WorkflowId = "${id}"` }))
    if (status.name !== "RUNNING") lengths.push(historyLength);
  return lengths;
}
