import { Context } from "@temporalio/activity";
import { checkReport, type CheckReport } from "../core/check/check-result.ts";
import type { ActivityDeps } from "./deps.ts";
import { keepAlive } from "./keep-alive.ts";
import { requestId } from "./request-id.ts";
import { tableOf } from "./tables.ts";

/** A table to check, and the run or load that its results are kept under. */
export type CheckRequest = { readonly table: string; readonly cause: string };

/** Measure a table's checks on what it holds by now, keep their results, and tell its entity which failed. */
export const createCheckTable = ({
  graph,
  database,
  entities,
  clock,
}: Pick<ActivityDeps, "graph" | "database" | "entities" | "clock">) =>
  async function checkTable({ table, cause }: CheckRequest): Promise<CheckReport> {
    const context = Context.current();
    using _beat = keepAlive(() => context.heartbeat({ table }));
    const results = await database.checkTable(tableOf(graph, table), cause, clock.now().toISOString());
    const report = checkReport(results);
    await entities.checked(table, report, requestId("checked"));
    return report;
  };
