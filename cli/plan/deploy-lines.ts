import type { NamedChange } from "../../core/deploy/compare-graphs.ts";
import { toTable } from "../output.ts";
import type { DeployPlan } from "./plan-deploy.ts";

/** A plan for people: what changes and how, what follows from it, what it costs, what needs somebody's yes. */
export const deployLines = (plan: DeployPlan): readonly string[] => [
  "nothing" in plan.against
    ? `Compared with nothing: ${plan.against.nothing}`
    : `Compared with the graph that a worker started with at ${plan.against.deployedAt}.`,
  ...(plan.changed ? [] : ["Nothing changes."]),
  ...section(plan.assets.length > 0, () =>
    toTable(
      ["asset", "kind", "change", "how"],
      plan.assets.map(({ asset, kind, change, how }) => [asset, kind, change, how.join("; ")]),
    ),
  ),
  ...section(true, () => [
    ...plan.jobs.map((change) => namedLine("job", change)),
    ...plan.kpis.map((change) => namedLine("KPI", change)),
    ...plan.sources.map((change) => namedLine("source", change)),
    ...plan.stale.map(({ asset, because }) => `${asset} is stale then, because of ${because.join(", ")}`),
    ...plan.migrations.map((name) => `migration owed: ${name}`),
  ]),
  ...section(plan.redo.length > 0, () => [...redoLines(plan)]),
  ...section(plan.remains.length > 0, () => plan.remains.flatMap(remainsLines)),
  ...section(plan.destructive.length > 0, () => plan.destructive.map((what) => `! ${what}`)),
];

/** Lines after an empty one, where there are any. */
function section(wanted: boolean, lines: () => readonly string[]): readonly string[] {
  const told = wanted ? lines() : [];
  return told.length === 0 ? [] : ["", ...told];
}

const namedLine = (what: string, { name, change, how }: NamedChange): string =>
  `${what} ${name} ${change}${how.length === 0 ? "" : `: ${how.join("; ")}`}`;

const redoLines = ({ redo, total, rate }: DeployPlan): readonly string[] => [
  ...toTable(
    ["to do", "kind", "rows", "bytes/row", "minutes", "by"],
    redo.map(({ asset, kind, rows, rowBytes, minutes, by }) => [
      asset,
      kind,
      rows,
      rowBytes,
      kind === "mart" && minutes !== null ? `~${minutes}` : minutes,
      by,
    ]),
  ),
  `${total.rows} rows and ${total.minutes} minutes that are known: of tables at ${rate} bytes a second; of marts, which are built in the database where the throttle does not rule, an estimate (~): the median of their last builds in runs, which may have built fewer days.`,
];

const remainsLines = ({ asset, kind, tables, rows, drop }: DeployPlan["remains"][number]): readonly string[] => [
  tables.length === 0
    ? `The ${kind} ${asset} is no longer declared, and has no stored table.`
    : `The ${kind} ${asset} is no longer declared: ${rows} rows stay in ${tables.join(" and ")} until they are dropped.`,
  ...drop.map((step) => `  - ${step}`),
];
