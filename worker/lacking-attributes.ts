import type { Client } from "@temporalio/client";
import { searchAttributeKinds } from "../workflows/contracts/attributes.ts";

/** Names of our search attributes that the client's namespace does not know. */
export async function lackingAttributes(client: Client): Promise<readonly string[]> {
  const { customAttributes } = await client.connection.operatorService.listSearchAttributes({
    namespace: client.options.namespace,
  });
  return Object.keys(searchAttributeKinds).filter((name) => customAttributes?.[name] === undefined);
}
