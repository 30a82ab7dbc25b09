import type { Client } from "@temporalio/client";
import { ulid } from "ulid";
import type { Operations } from "../../api/operations/operations.ts";
import type { Config } from "../../config.ts";
import { planBackfill } from "../../core/backfill/plan-backfill.ts";
import type { AuditedChange, By } from "../../core/ports/audit.ts";
import type { Clock } from "../../core/ports/clock.ts";
import type { Database } from "../../core/ports/database.ts";
import type { DeployedGraph } from "../../db/declare/graph.ts";
import { workflowId } from "../../workflows/contracts/ids.ts";
import { readBackfills } from "../backfill/read-backfills.ts";
import { concurrencyAgain, retryBackfill } from "../backfill/retry-backfill.ts";
import { startBackfill } from "../backfill/start-backfill.ts";
import { notRunning, steerBackfill } from "../backfill/steer-backfill.ts";
import { orderAsset, orderRun } from "../operate/order-workflow.ts";
import { beginRun, runRequest } from "../runs/begin-run.ts";
import { readRun, readRuns } from "../runs/read-runs.ts";
import { temporalAway } from "../../worker/temporal-away.ts";

/** What orders of the API are carried out with. `client` throws while there is none. */
type Means = {
  readonly client: () => Client;
  readonly database: Database;
  readonly deployed: DeployedGraph;
  readonly clock: Clock;
  readonly ingestion: Config["INGESTION_TRIGGER"];
};

/**
 * Orders of the API, carried out as the commands do. What neither a workflow nor the database records by itself is written
 * to the audit first: an order that could not be written down is not carried out. Throws `temporal.unreachable` beside
 * what refuses them.
 */
export function apiOperations(means: Means): Operations {
  const { database, deployed, clock, ingestion } = means;
  const record = (what: AuditedChange, subject: string, newValue: string | null, by: By): Promise<void> =>
    database.recordAudit(
      { ...by, id: ulid(), at: clock.now().toISOString(), what, subject, oldValue: null, newValue },
      null,
    );
  const temporal = <Result>(work: (client: Client) => Promise<Result>): Promise<Result> =>
    temporalAway(() => work(means.client()));
  const planned: Operations["planBackfill"] = async (request) =>
    planBackfill(deployed.graph, request, { now: clock.now(), zone: deployed.zone });
  return {
    startRun: (order, by) =>
      temporal(async (client) => {
        const request = runRequest(deployed, order.target, { full: order.full, who: by.who, ingestion });
        const said = `${order.target}${order.full ? ", everything again" : ""}`;
        const begun = await beginRun(client, { deployed, mirrors: database.mirrors }, request, (id) =>
          record("run.start", id, said, by),
        );
        return begun.id;
      }),
    setRunConcurrency: (run, concurrency, by) =>
      temporal((client) => orderRun(client, run, { update: "setConcurrency", argument: { ...by, concurrency } })),
    planBackfill: planned,
    async startBackfill({ request, concurrency, queue }, by) {
      await planned(request);
      const id = workflowId.backfill(ulid());
      const until = request.to === null ? "" : ` to ${request.to}`;
      await record("backfill.start", id, `${request.selection} from ${request.from}${until}`, by);
      return temporal((client) => startBackfill(client, { request, concurrency, queue, retry: false, ingestion }, id));
    },
    async steerBackfill(id, steering, by) {
      if (steering !== "retry") {
        await temporal((client) => steerBackfill(client, id, { update: steering, argument: by }));
        return;
      }
      const known = await knownBackfill(database, id);
      const concurrency = concurrencyAgain(known, undefined);
      await record("backfill.retry", id, `${concurrency} windows at once`, by);
      await temporal((client) => retryBackfill(client, id, known, { concurrency, queue: false, ingestion }));
    },
    async setBackfillConcurrency(id, windows, by) {
      const argument = { ...by, concurrency: windows };
      await temporal((client) => steerBackfill(client, id, { update: "setConcurrency", argument }));
    },
    changeAsset: (asset, change, by) =>
      temporal((client) => orderAsset(client, asset, { update: `${change}Asset`, argument: by })),
    setWatermark: (asset, mark, by) =>
      temporal((client) => orderAsset(client, asset, { update: "setWatermark", argument: { ...by, mark } })),
    runs: (filter) => temporal((client) => readRuns(database, client, filter)),
    run: (id) => temporal((client) => readRun(database, client, id)),
    backfills: () => temporal((client) => readBackfills(database, client)),
  };
}

async function knownBackfill({ backfill }: Pick<Database, "backfill">, id: string) {
  const known = await backfill(id);
  if (known === undefined) throw notRunning(id);
  return known;
}
