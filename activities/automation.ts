import { Context } from "@temporalio/activity";
import type { AutomationRecord } from "../core/automation/record.ts";
import type { EntityMessage } from "../core/ports/asset-entities.ts";
import type { Notice } from "../core/ports/alerts.ts";
import type { ActivityDeps } from "./deps.ts";

/** What entities have done for their conditions and incidents. */
export const createAutomationActivities = ({
  entities,
  database,
  alerts,
}: Pick<ActivityDeps, "entities" | "database" | "alerts">) => ({
  /** Those of some runs that run no longer. */
  async endedRuns({ runs }: { readonly runs: readonly string[] }): Promise<readonly string[]> {
    const running = await Promise.all(runs.map((run) => entities.isRunning(run)));
    return runs.filter((_, at) => running[at] === false);
  },
  /** Tell an asset's entity something; it is started where it does not run. */
  wakeAsset: ({ asset, message }: { readonly asset: string; readonly message: EntityMessage }): Promise<void> =>
    entities.wake(asset, message),
  /** Keep a row. */
  keepRecord: (record: AutomationRecord): Promise<void> =>
    record.kind === "evaluation" ? database.keepEvaluation(record.evaluation) : database.keepIncident(record.incident),
  /** Tell somebody of an incident; nothing where nobody is to be told any longer. Throws as `Alerts`. */
  async deliverNotice(notice: Notice): Promise<void> {
    await alerts?.deliver(notice, Context.current().cancellationSignal);
  },
});
