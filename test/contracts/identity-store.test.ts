import { describe } from "vitest";
import { sqlIdentityStore } from "../../db/identity/sql-identity-store.ts";
import { openSession } from "../../db/postgres/open-database.ts";
import { memoryIdentityStore } from "../fakes/memory-identity-store.ts";
import { noPostgres, testPostgres } from "../harness/postgres.ts";
import { identityStoreContract } from "./identity-store.ts";

describe("the identity store in memory", () => identityStoreContract(() => Promise.resolve(memoryIdentityStore())));

describe("the identity store on PGlite", () =>
  identityStoreContract(async () => sqlIdentityStore(await openSession({ memory: true }))));

describe.skipIf(noPostgres !== undefined)(
  `the identity store on PostgreSQL${noPostgres === undefined ? "" : ` (skipped: ${noPostgres})`}`,
  () =>
    identityStoreContract(async () => {
      const postgres = await testPostgres();
      const store = sqlIdentityStore(await openSession({ url: postgres.url }));
      return { ...store, close: () => store.close().then(postgres.stop) };
    }),
);
