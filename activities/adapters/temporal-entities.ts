import { WorkflowFailedError, WorkflowUpdateFailedError, type Client } from "@temporalio/client";
import { ApplicationFailure, WorkflowNotFoundError } from "@temporalio/common";
import type { WindowEnd } from "../../core/backfill/walk-windows.ts";
import type { CheckReport } from "../../core/check/check-result.ts";
import { SillageError } from "../../core/errors.ts";
import type {
  AcquireAnswer,
  AcquireRequest,
  AssetEntities,
  DriftReport,
  DropRequest,
  LandedReport,
  MaterialisedReport,
  ReleaseRequest,
} from "../../core/ports/asset-entities.ts";
import { entityOptions, entityStart } from "./entity-start.ts";

/** Names that the entity workflow answers to; they are the workflow contracts' own, never renamed. */
const entity = {
  acquire: "acquireCursor",
  advance: "advanceCursor",
  materialised: "materialised",
  checked: "checked",
  drifted: "drifted",
  release: "releaseCursor",
  drop: "dropTurns",
  state: "getCursor",
} as const;

/** The assets' entity workflows behind their port, idempotent by request id; one that does not run is started with what it is asked. */
export function createTemporalEntities(client: () => Client): AssetEntities {
  const update = <Answer, Argument>(asset: string, name: string, says: Argument, updateId: string): Promise<Answer> =>
    ask<Answer, Argument>(client(), asset, { name, says, updateId });
  return {
    acquire: (asset, request, id) => update<AcquireAnswer, AcquireRequest>(asset, entity.acquire, request, id),
    advance: (asset, report, id) => update<void, LandedReport>(asset, entity.advance, report, id),
    materialised: (asset, report, id) => update<void, MaterialisedReport>(asset, entity.materialised, report, id),
    checked: (asset, report, id) => update<void, CheckReport>(asset, entity.checked, report, id),
    drifted: (asset, report, id) => update<void, DriftReport>(asset, entity.drifted, report, id),
    release: (asset, request, id) => update<void, ReleaseRequest>(asset, entity.release, request, id),
    drop: (asset, request, id) => update<void, DropRequest>(asset, entity.drop, request, id),
    wake: async (asset, { signal, says }) => {
      const { staticSummary, staticDetails, args, ...start } = entityOptions(asset);
      await client().workflow.signalWithStart("assetState", {
        ...start,
        staticSummary,
        staticDetails,
        args: [...args],
        signal,
        signalArgs: [says],
      });
    },
    tell: (asset, { signal, says }) =>
      client().workflow.getHandle(`asset/${asset}`).signal<[unknown]>(signal, says).catch(undefinedWhenAbsent),
    living: () => livingAssets(client()),
    isPaused: (asset) =>
      client()
        .workflow.getHandle(`asset/${asset}`)
        .query<{ readonly paused: boolean }>(entity.state)
        .then(({ paused }) => paused)
        .catch(undefinedWhenAbsent),
    isRunning: (holder) =>
      client()
        .workflow.getHandle(holder)
        .describe()
        .then(({ status }) => status.name === "RUNNING" || status.name === "PAUSED")
        .catch(undefinedWhenAbsent)
        .then((running) => running ?? false),
    endOfWindow: (workflow) =>
      client()
        .workflow.getHandle<() => Promise<WindowEnd>>(workflow)
        .result()
        .catch((error: unknown) => (error instanceof WorkflowFailedError ? undefined : undefinedWhenAbsent(error))),
  };
}

/** An update of an entity. */
type Asked<Argument> = { readonly name: string; readonly says: Argument; readonly updateId: string };

/** Nearly always the entity runs: a start beside each update would be work for the server that comes to nothing. */
async function ask<Answer, Argument>(
  { workflow }: Client,
  asset: string,
  { name, says, updateId }: Asked<Argument>,
): Promise<Answer> {
  const args: [Argument] = [says];
  try {
    const handle = workflow.getHandle(`asset/${asset}`);
    return await handle.executeUpdate<Answer, [Argument]>(name, { args, updateId }).catch((error: unknown) => {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      const asked = { args, updateId, startWorkflowOperation: entityStart(asset) };
      return workflow.executeUpdateWithStart<(asset: string) => Promise<void>, Answer, [Argument]>(name, asked);
    });
  } catch (error) {
    throw staleFence(error) ?? error;
  }
}

/** What stands before an asset's key in its entity's id. */
const entityPrefix = entityOptions("").workflowId;

/** As the server's list of workflows has it, which may be a second behind. */
async function livingAssets(client: Client): Promise<readonly string[]> {
  const keys = new Set<string>();
  const query = "WorkflowType = 'assetState' and ExecutionStatus = 'Running'";
  for await (const { workflowId } of client.workflow.list({ query }))
    if (workflowId.startsWith(entityPrefix)) keys.add(workflowId.slice(entityPrefix.length));
  return [...keys];
}

function undefinedWhenAbsent(error: unknown): undefined {
  if (error instanceof WorkflowNotFoundError) return undefined;
  throw error;
}

function staleFence(error: unknown): SillageError | undefined {
  const cause = error instanceof WorkflowUpdateFailedError ? error.cause : undefined;
  if (!(cause instanceof ApplicationFailure) || cause.type !== "asset.stale-fence") return undefined;
  return new SillageError({
    code: "asset.stale-fence",
    message: cause.message,
    fix: "A newer run took this table over: nothing to do.",
  });
}
