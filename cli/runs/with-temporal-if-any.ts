import type { Client } from "@temporalio/client";
import { SillageError } from "../../core/errors.ts";
import { withTemporal } from "../reach.ts";

/** Use a Temporal client, or null where no server answers. */
export async function withTemporalIfAny<Result>(
  dataDir: string,
  work: (client: Client | null) => Promise<Result>,
): Promise<Result> {
  let begun = false;
  try {
    return await withTemporal(dataDir, (client) => {
      begun = true;
      return work(client);
    });
  } catch (error) {
    if (begun || !(error instanceof SillageError)) throw error;
    return work(null);
  }
}
