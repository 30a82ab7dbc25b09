import type { Client, HistoryAndWorkflowId } from "@temporalio/client";
import { Worker, type WorkflowBundle } from "@temporalio/worker";
import { queue } from "../workflows/contracts/ids.ts";
import { dataConverter } from "./wire/data-converter.ts";

/** How the histories of one workflow type were replayed; `first` is the first that this code would not have written. */
export type TypeReplay = {
  readonly type: string;
  readonly replayed: number;
  readonly failed: number;
  readonly first: { readonly workflowId: string; readonly runId: string; readonly message: string } | null;
};

/** Which histories are replayed: of each type the last so many that were started, running ones first. */
export type ReplayOrder = {
  readonly bundle: WorkflowBundle;
  readonly types: readonly string[];
  readonly last: number;
  readonly report: (line: string) => void;
};

type Found = { readonly type: string; readonly workflowId: string; readonly runId: string };

/** Replay real histories, closed and running, against a bundle of workflows: one that takes other steps than were recorded would hang every such workflow. */
export async function replayHistories(
  client: Client,
  { bundle, types, last, report }: ReplayOrder,
): Promise<readonly TypeReplay[]> {
  const told = new Map<string, TypeReplay>(
    types.map((type) => [type, { type, replayed: 0, failed: 0, first: null } satisfies TypeReplay]),
  );
  let current: Found | undefined;
  // The SDK asks for the next history when the one before has ended.
  async function* histories(): AsyncIterable<HistoryAndWorkflowId> {
    for (const type of types) {
      report(`replaying ${type}`);
      for (const found of await lastOf(client, type, last)) {
        const { workflowId, runId } = found;
        const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
        current = found;
        yield { workflowId, history };
      }
    }
  }
  for await (const { error } of Worker.runReplayHistories({ workflowBundle: bundle, dataConverter }, histories()))
    if (current !== undefined) told.set(current.type, counted(told.get(current.type), current, error));
  return [...told.values()];
}

function counted(known: TypeReplay | undefined, { type, workflowId, runId }: Found, error?: Error): TypeReplay {
  const { replayed = 0, failed = 0, first = null } = known ?? {};
  if (error === undefined) return { type, replayed: replayed + 1, failed, first };
  return {
    type,
    replayed: replayed + 1,
    failed: failed + 1,
    first: first ?? { workflowId, runId, message: error.message },
  };
}

async function lastOf(client: Client, type: string, last: number): Promise<readonly Found[]> {
  const found: Found[] = [];
  const query = `WorkflowType = '${type}' and TaskQueue = '${queue.control}'`;
  for await (const { workflowId, runId } of client.workflow.list({ query, pageSize: Math.min(last, 1_000) })) {
    found.push({ type, workflowId, runId });
    if (found.length >= last) break;
  }
  return found;
}

/** Workflows that run and whose type is none of `known`, told as failures: code without them would leave them for ever. The SDK finds nothing wrong with such a history. */
export async function strayTypes(client: Client, known: readonly string[]): Promise<readonly TypeReplay[]> {
  const strays = new Map<string, TypeReplay>();
  const query = `TaskQueue = '${queue.control}' and ExecutionStatus = 'Running'`;
  for await (const { type, workflowId, runId } of client.workflow.list({ query })) {
    if (known.includes(type)) continue;
    const { failed = 0, first = null } = strays.get(type) ?? {};
    const message = `This code has no workflow type "${type}".`;
    strays.set(type, { type, replayed: 0, failed: failed + 1, first: first ?? { workflowId, runId, message } });
  }
  return [...strays.values()];
}
