import { setTimeout as sleep } from "node:timers/promises";
import type { PayloadCodec } from "@temporalio/common";
import { Client, Connection, isGrpcServiceError } from "@temporalio/client";
import { SillageError } from "../core/errors.ts";
import { converterWith } from "../worker/wire/data-converter.ts";

/** gRPC's status for what does not exist. */
const notFound = 5;
/** A server that has just started registers its namespaces meanwhile. Milliseconds. */
const registersWithin = 3_000;

/** A client whose server answers and knows its namespace; close its connection. `codec` seals payloads. Throws `temporal.unreachable`, `temporal.no-namespace`. */
export async function connectTemporal(
  address: string,
  namespace: string,
  codec: PayloadCodec | undefined,
): Promise<Client> {
  const connection = await Connection.connect({ address, connectTimeout: "3s" }).catch(() => {
    throw new SillageError({
      code: "temporal.unreachable",
      message: `No Temporal server answers at ${address}.`,
      fix: "Start the stack with `npm run sillage -- dev`, or set TEMPORAL_ADDRESS.",
      retryable: true,
    });
  });
  const { workflowService } = connection;
  const knows = (): Promise<boolean> =>
    workflowService.describeNamespace({ namespace }).then(
      () => true,
      (error: unknown) => (statusOf(error) === notFound ? false : Promise.reject(error)),
    );
  for (const deadline = Date.now() + registersWithin; !(await knows()); await sleep(200)) {
    if (Date.now() < deadline) continue;
    await connection.close();
    throw new SillageError({
      code: "temporal.no-namespace",
      message: `The Temporal server at ${address} has no namespace "${namespace}".`,
      fix: "Correct TEMPORAL_NAMESPACE, or create it with `temporal operator namespace create`.",
    });
  }
  return new Client({ connection, namespace, dataConverter: converterWith(codec) });
}

const statusOf = (error: unknown): number | undefined => (isGrpcServiceError(error) ? error.code : undefined);
