import { join } from "node:path";
import type { Client } from "@temporalio/client";
import { createFileObjectStore } from "../activities/adapters/file-object-store.ts";
import { createSourceReader } from "../activities/adapters/http-source.ts";
import { createS3ObjectStore } from "../activities/adapters/s3-object-store.ts";
import { createTemporalEntities } from "../activities/adapters/temporal-entities.ts";
import type { ActivityDeps } from "../activities/deps.ts";
import { resolveSources, type Config, type Environment } from "../config.ts";
import { SillageError } from "../core/errors.ts";
import type { Clock } from "../core/ports/clock.ts";
import type { Database } from "../core/ports/database.ts";
import type { IdentityStore } from "../core/ports/identity-store.ts";
import type { ObjectInfo, ObjectStore } from "../core/ports/object-store.ts";
import type { Sealer } from "../core/ports/sealer.ts";
import type { DeployedGraph } from "../db/declare/graph.ts";
import { sqlIdentityStore } from "../db/identity/sql-identity-store.ts";
import { openDatabase, openSession } from "../db/postgres/open-database.ts";
import { createSealer } from "../pii/create-sealer.ts";
import { aliasOf } from "../pii/alias.ts";
import { createKeyring } from "../pii/keyring.ts";
import { gateRow } from "../pii/gate.ts";
import { localKek } from "../pii/kek/local.ts";
import type { Kek } from "../pii/kek.ts";

/** What a process of the product runs on, opened once. */
export type Parts = {
  readonly deployed: DeployedGraph;
  readonly database: Database;
  readonly identity: IdentityStore;
  readonly kek: Kek;
  readonly sealer: Sealer;
  readonly store: ObjectStore;
  readonly aliasOf: (consumer: string, pid: string) => string;
  readonly depsFor: (client: Client) => ActivityDeps;
  readonly close: () => Promise<void>;
};
/** What composition is given. `onObject` is told of objects when they are files, in place of a bucket's events. */
export type ComposeOptions = {
  readonly config: Config;
  readonly environment: Environment;
  readonly deployed: DeployedGraph;
  readonly dataDir: string;
  readonly clock: Clock;
  readonly onObject?: (object: ObjectInfo) => void;
};

/** Open the database, the identity store, the keys and the object store that the settings name, migrations applied. */
export async function compose(options: ComposeOptions): Promise<Parts> {
  const { config, deployed, dataDir, clock } = options;
  const sources = resolveSources(deployed.graph.spec.sources, options.environment);
  const store = objectStore(options);
  const database = await openDatabase(
    config.DATABASE_URL === undefined ? { directory: join(dataDir, "database") } : { url: config.DATABASE_URL },
    deployed,
  );
  await database.migrate();
  const identity = sqlIdentityStore(
    await openSession(
      config.IDENTITY_DATABASE_URL === undefined
        ? { directory: join(dataDir, "identity") }
        : { url: config.IDENTITY_DATABASE_URL },
    ),
  );
  await identity.migrate();
  const kek = await localKek(config.KEK_DIRECTORY ?? join(dataDir, "keys"));
  const sealer = createSealer({ identity, kek, deployment: config.SILLAGE_DEPLOYMENT });
  const aliasKey = await createKeyring(identity, kek).root("alias");
  const reader = createSourceReader({ sources, clock });
  return {
    deployed,
    database,
    identity,
    kek,
    sealer,
    store,
    aliasOf: (consumer, pid) => aliasOf(aliasKey, consumer, pid),
    depsFor: (client) => ({
      graph: deployed.graph,
      zone: deployed.zone,
      lookups: deployed.lookups,
      store,
      reader,
      sealer,
      gate: gateRow,
      database,
      entities: createTemporalEntities(() => client),
      clock,
      partBytes: config.PART_BYTES,
      maxVanishedShare: config.RECONCILE_MAX_SHARE,
    }),
    async close() {
      await reader.close();
      await database.close();
      await identity.close();
    },
  };
}

function objectStore({ config, environment, dataDir, onObject }: ComposeOptions): ObjectStore {
  const directory = environment["SILLAGE_OBJECTS_DIRECTORY"];
  if (directory !== undefined) return createFileObjectStore({ directory, ...(onObject && { onCreated: onObject }) });
  if (config.S3_ACCESS_KEY === undefined || config.S3_SECRET_KEY === undefined) {
    throw new SillageError({
      code: "config.missing",
      message: "There is no object store: S3_ACCESS_KEY and S3_SECRET_KEY are not set.",
      fix: `Set them, or start the development stack with \`npm run demo\` (data in ${dataDir}).`,
    });
  }
  return createS3ObjectStore({
    endpoint: config.S3_ENDPOINT,
    bucket: config.S3_BUCKET,
    accessKey: config.S3_ACCESS_KEY,
    secretKey: config.S3_SECRET_KEY,
    region: config.S3_REGION,
  });
}
