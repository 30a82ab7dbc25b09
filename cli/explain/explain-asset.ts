import type { Client } from "@temporalio/client";
import type { KeptEvaluation } from "../../core/automation/evaluation.ts";
import { SillageError } from "../../core/errors.ts";
import type { AutomationPort } from "../../core/ports/automation.ts";
import { workflowId } from "../../workflows/contracts/ids.ts";
import { explainQuery, type Explanation } from "../../workflows/contracts/automation-messages.ts";

/** An entity that no worker answers for is waited for no longer. Milliseconds. */
const answersWithin = 5_000;

/** The condition of an asset as its entity sees it now. Throws `explain.unanswered`. */
export async function explainNow(client: Client, asset: string): Promise<Explanation> {
  const ask = () => client.workflow.getHandle(workflowId.asset(asset)).query(explainQuery, new Date().toISOString());
  try {
    return await client.withDeadline(Date.now() + answersWithin, ask);
  } catch (error) {
    throw new SillageError({
      code: "explain.unanswered",
      message: `The entity of ${asset} does not answer.`,
      fix: `Run a worker of the role \`control\`, which starts it; \`--at <instant>\` tells what was kept of it.`,
      retryable: true,
      cause: error,
    });
  }
}

/** What an asset's entity found at an instant, or before it when nothing had happened since. Throws `explain.at-invalid`, `explain.at-in-future`, `explain.not-kept`. */
export async function explainAt(
  database: Pick<AutomationPort, "evaluationAt">,
  asset: string,
  { at, now }: { readonly at: string; readonly now: number },
): Promise<KeptEvaluation> {
  const kept = await database.evaluationAt(asset, instantOf(at, now));
  if (kept !== undefined) return kept;
  throw new SillageError({
    code: "explain.not-kept",
    message: `No evaluation of ${asset} at ${at} is kept: the last 500 of each asset are, from its first on.`,
    fix: `Ask for a later instant; \`sillage explain ${asset}\` tells the condition as it is now.`,
  });
}

function instantOf(at: string, now: number): string {
  const ms = /^\d{4}-\d{2}-\d{2}T/.test(at) ? Date.parse(at) : Number.NaN;
  if (Number.isNaN(ms))
    throw new SillageError({
      code: "explain.at-invalid",
      message: `"${at}" is no instant.`,
      fix: "Write it as 2026-11-25T02:15:00Z, or with another offset from UTC.",
    });
  if (ms > now)
    throw new SillageError({
      code: "explain.at-in-future",
      message: `${at} lies in the future.`,
      fix: "Without --at, the condition is told as it is now.",
    });
  return new Date(ms).toISOString();
}
