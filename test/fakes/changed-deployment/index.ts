import { deployment as wampark } from "../../../assets/index.ts";
import { assetGraph } from "../../../core/graph/asset-graph.ts";
import type { TableSpec } from "../../../core/spec/asset.ts";
import { columnOf } from "../specs.ts";

/** What the next version of Wampark may be: gift cards are gone, visits hold one field more, sites' names are longer, the night begins later. */
const changed = (table: TableSpec): TableSpec => {
  const note = columnOf("source", { type: { kind: "text", length: 40 }, nullable: true });
  if (table.key === "visits") return { ...table, columns: [...table.columns, note] };
  if (table.key !== "sites") return table;
  const columns = table.columns.map((column) =>
    column.name === "name" ? { ...column, type: { kind: "text", length: 400 } as const } : column,
  );
  return { ...table, columns };
};

const { spec } = wampark.graph;

/** The changed deployment, with the migrations of the one before. */
export const deployment = {
  ...wampark,
  graph: assetGraph({
    ...spec,
    tables: spec.tables.filter(({ key }) => key !== "gift_cards").map(changed),
    jobs: spec.jobs.map((job) =>
      job.name === "nightly" && job.trigger.kind === "cron"
        ? { ...job, trigger: { ...job.trigger, cron: "0 4 * * *" } }
        : job,
    ),
  }),
};
