import { describe } from "vitest";
import { openIdentityStore } from "../../db/identity/open-identity-store.ts";
import { memoryIdentityStore } from "../fakes/memory-identity-store.ts";
import { mssqlServer, noMssql, testMssql } from "../harness/mssql.ts";
import { noPostgres, testPostgres } from "../harness/postgres.ts";
import { identityStoreContract } from "./identity-store.ts";

describe("the identity store in memory", () => identityStoreContract(() => Promise.resolve(memoryIdentityStore())));

describe("the identity store on PGlite", () => identityStoreContract(() => openIdentityStore({ memory: true })));

describe.skipIf(noPostgres !== undefined)(
  `the identity store on PostgreSQL${noPostgres === undefined ? "" : ` (skipped: ${noPostgres})`}`,
  () =>
    identityStoreContract(async () => {
      const postgres = await testPostgres();
      const store = await openIdentityStore({ url: postgres.url });
      return { ...store, close: () => store.close().then(postgres.stop) };
    }),
);

describe.skipIf(noMssql !== undefined)(`the identity store in ${mssqlServer}`, () =>
  identityStoreContract(async () => {
    const mssql = await testMssql();
    const store = await openIdentityStore({ url: mssql.url });
    return { ...store, close: () => store.close().then(mssql.stop) };
  }),
);
