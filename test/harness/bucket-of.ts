import { createFileObjectStore } from "../../activities/adapters/file-object-store.ts";
import { createS3ObjectStore } from "../../activities/adapters/s3-object-store.ts";
import type { ObjectStore } from "../../core/ports/object-store.ts";
import type { TestDemo } from "./demo.ts";

/** The bucket of a night: through its S3 server, or through another address of it; files, where there is no S3 server. */
export function bucketOf({ demo }: TestDemo, endpoint?: string): ObjectStore {
  const { store } = demo.stack;
  if (store.kind === "file") return createFileObjectStore({ directory: store.directory });
  return createS3ObjectStore({ ...store, endpoint: endpoint ?? store.endpoint });
}
