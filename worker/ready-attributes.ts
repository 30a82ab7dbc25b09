import { isGrpcServiceError, type Client } from "@temporalio/client";
import { SillageError } from "../core/errors.ts";
import { searchAttributeKinds } from "../workflows/contracts/attributes.ts";
import { lackingAttributes } from "./lacking-attributes.ts";

/** Kinds by their number in Temporal's protocol. */
const kindNumbers: Readonly<Record<string, number>> = { Keyword: 2, Int: 3, Datetime: 6 };
/** gRPC's status for what exists: somebody else added it meanwhile. */
const alreadyExists = 6;

/**
 * Add to the namespace those of our search attributes that it lacks: without one, no workflow that is filed under it
 * gets any further, and nothing says so. Resolves to the names that were added. Throws `temporal.no-attributes`.
 */
export async function readyAttributes(client: Client): Promise<readonly string[]> {
  const lacking = await lackingAttributes(client);
  for (const name of lacking) await add(client, name).catch((error: unknown) => refuse(client, lacking, error));
  return lacking;
}

function add({ connection, options }: Client, name: string): Promise<unknown> {
  const searchAttributes: Readonly<Record<string, number>> = {
    [name]: kindNumbers[searchAttributeKinds[name] ?? ""] ?? 0,
  };
  return connection.operatorService.addSearchAttributes({ namespace: options.namespace, searchAttributes });
}

function refuse({ options }: Client, lacking: readonly string[], error: unknown): void {
  if (statusOf(error) === alreadyExists) return;
  throw new SillageError({
    code: "temporal.no-attributes",
    message: `The Temporal namespace "${options.namespace}" lacks search attributes (${lacking.join(", ")}), and refuses to add them: ${isGrpcServiceError(error) ? error.details : String(error)}.`,
    fix: "Run `deploy/temporal-namespace.sh` with the rights of an operator.",
    cause: error,
  });
}

const statusOf = (error: unknown): number | undefined => (isGrpcServiceError(error) ? error.code : undefined);
