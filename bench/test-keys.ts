import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sqlIdentityStore } from "../db/identity/sql-identity-store.ts";
import { openSession } from "../db/postgres/open-database.ts";
import { localKek } from "../pii/kek/local.ts";

/** An identity store in memory and a key file of its own. */
export async function openTestKeys() {
  const identity = sqlIdentityStore(await openSession({ memory: true }));
  await identity.migrate();
  const kek = await localKek(join(await mkdtemp(join(tmpdir(), "sillage-bench-keys-")), "keys"));
  return { identity, kek, deployment: "bench" };
}
