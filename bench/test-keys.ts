import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sqlIdentityStore } from "../db/identity/sql-identity-store.ts";
import { openSession } from "../db/postgres/open-database.ts";
import { localKek } from "../pii/kek/local.ts";
import { memoryIdentityStore } from "../test/fakes/memory-identity-store.ts";

/** An identity store in a directory of PGlite's own or in memory, and key files of its own. */
export async function openTestKeys(store: "pglite" | "memory" = "pglite") {
  const folder = await mkdtemp(join(tmpdir(), "sillage-bench-keys-"));
  const identity = store === "memory" ? memoryIdentityStore() : sqlIdentityStore(await openSession({ memory: true }));
  await identity.migrate();
  return { identity, kek: await localKek(join(folder, "keys")), deployment: "bench" };
}
