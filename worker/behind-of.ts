import { ledgerHead, lossOf } from "../core/erasure-ledger.ts";
import { SillageError } from "../core/errors.ts";
import type { Database } from "../core/ports/database.ts";
import type { IdentityStore } from "../core/ports/identity-store.ts";
import type { ObjectStore } from "../core/ports/object-store.ts";

/** What is compared; `identity` only where the process holds keys. */
export type Heads = {
  readonly store: Pick<ObjectStore, "list" | "read">;
  readonly database: Pick<Database, "erasedThrough" | "lastEntry">;
  readonly identity?: Pick<IdentityStore, "erasedThrough"> | undefined;
};

/** Why nothing of people may be served: a store knows less than the ledger of erasures, `dsr.behind`, or the ledger less than the database knows that it had, `dsr.ledger-lost`. Undefined when all know the same. */
export async function behindOf({ store, database, identity }: Heads): Promise<SillageError | undefined> {
  const last = await database.lastEntry();
  const loss = await lossOf(store, last);
  if (loss !== undefined) return loss;
  const ledger = await ledgerHead(store, last?.seq);
  const known = Math.min(await database.erasedThrough(), (await identity?.erasedThrough()) ?? ledger);
  if (known >= ledger) return undefined;
  return new SillageError({
    code: "dsr.behind",
    message: `The ledger of erasures has ${ledger} entries, of which a store knows ${known}: it was put back to an earlier day, and holds people who were erased. Nothing is served.`,
    fix: "Run `sillage erasures replay`.",
    retryable: true,
  });
}
