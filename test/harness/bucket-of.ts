import { createS3ObjectStore } from "../../activities/adapters/s3-object-store.ts";
import type { ObjectStore } from "../../core/ports/object-store.ts";
import type { TestDemo } from "./demo.ts";

/** The bucket of a night through its S3 server, or through another address of it. */
export function bucketOf({ demo }: TestDemo, endpoint?: string): ObjectStore {
  const { store } = demo.stack;
  if (store.kind !== "s3") throw new Error("the S3 server is missing");
  return createS3ObjectStore({ ...store, endpoint: endpoint ?? store.endpoint });
}
