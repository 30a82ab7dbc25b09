import { sleep } from "@temporalio/workflow";

export * from "../../workflows/index.ts";

/** As somebody may change it in haste: it waits before it asks for the cursor, which no recorded extraction did. */
export async function extractTable(): Promise<void> {
  await sleep("1s");
}

/** As a slip of the pen leaves it: it fails before it asks for anything. */
export async function buildMart(): Promise<void> {
  throw new TypeError("No such column.");
}
