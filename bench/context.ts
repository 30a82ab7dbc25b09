import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createFileObjectStore } from "../activities/adapters/file-object-store.ts";
import { createS3ObjectStore } from "../activities/adapters/s3-object-store.ts";
import { processEnvironment } from "../config.ts";
import type { ObjectStore } from "../core/ports/object-store.ts";
import { startStack } from "../dev/stack/start-stack.ts";
import type { StackStore } from "../dev/stack/stack.ts";
import { noPostgres, testPostgres } from "../test/harness/postgres.ts";
import type { BenchSize } from "./measurement.ts";

/** What measurements are given. Servers start at the first asking, so that a measurement waits only for those it needs. */
export type BenchContext = {
  readonly size: BenchSize;
  /** A directory of one's own, gone at the end. */
  readonly directory: string;
  /** Why there is no PostgreSQL here; undefined when there is one. */
  readonly noPostgres: string | undefined;
  /** The URL of a new database on PostgreSQL. */
  readonly newDatabase: (name: string) => Promise<string>;
  /** The S3 server where there is one, else files; `kind` says which in words. */
  readonly store: () => Promise<{ readonly kind: string; readonly store: ObjectStore }>;
  readonly close: () => Promise<void>;
};

/** Everything that measurements share, to be closed at the end. */
export async function openContext(size: BenchSize): Promise<BenchContext> {
  const directory = await mkdtemp(join(tmpdir(), "sillage-bench-"));
  const closing: (() => Promise<void>)[] = [() => rm(directory, { recursive: true, force: true })];
  const postgres = once(async () => {
    const server = await testPostgres();
    closing.push(server.stop);
    return server;
  });
  const store = once(async () => {
    const dataDir = join(directory, "store");
    const stack = await startStack({
      dataDir,
      only: ["s3"],
      env: processEnvironment(),
      progress: () => undefined,
      searchAttributes: {},
    });
    closing.push(stack.stop);
    return openStore(stack.store);
  });
  return {
    size,
    directory,
    noPostgres,
    newDatabase: async (name) => (await postgres()).another(name),
    store,
    async close() {
      for (const close of closing.toReversed()) await close();
    },
  };
}

/** The object store of a stack, and what it is in words. */
export const openStore = (store: StackStore): { readonly kind: string; readonly store: ObjectStore } =>
  store.kind === "s3"
    ? { kind: "an S3 server", store: createS3ObjectStore(store) }
    : { kind: "files (no S3 server here)", store: createFileObjectStore({ directory: store.directory }) };

function once<Made>(make: () => Promise<Made>): () => Promise<Made> {
  let made: Promise<Made> | undefined;
  return () => (made ??= make());
}
