import type { Client } from "@temporalio/client";
import { attribute } from "../../workflows/contracts/attributes.ts";

/** Assets whose entities were told that the graph no longer declares them, in order; none where Temporal does not answer for them. */
export async function removedAssets(client: Client): Promise<readonly string[]> {
  const query = `WorkflowType = 'assetState' and ExecutionStatus = 'Running' and ${attribute.health.name} = 'removed'`;
  const keys: string[] = [];
  try {
    for await (const { typedSearchAttributes } of client.workflow.list({ query }))
      keys.push(typedSearchAttributes.get(attribute.asset) ?? "");
  } catch {
    return [];
  }
  return keys.filter((key) => key !== "").toSorted();
}
