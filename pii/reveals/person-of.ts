import type { IdentityStore } from "../../core/ports/identity-store.ts";
import type { Asker, Whom } from "../../core/ports/reveals.ts";
import { nobody } from "../seal-record.ts";
import { refusal } from "./reveal-refusals.ts";

const pageRows = 5_000;

/** What finding a person needs. */
export type PersonOfDeps = {
  readonly identity: Pick<IdentityStore, "livingPids">;
  readonly aliasOf: (consumer: string, pid: string) => string;
};

/** The pseudonym that is meant. An alias is a keyed hash and leads back to nobody: everybody's is made and compared. Throws `pii.unknown-person`, `reveal.alias`. */
export async function personOf({ identity, aliasOf }: PersonOfDeps, asker: Asker, whom: Whom): Promise<string> {
  if ("pid" in whom) return whom.pid;
  const found: string[] = [];
  for (let after = nobody; ;) {
    const pids = await identity.livingPids(after, pageRows);
    found.push(...pids.filter((pid) => aliasOf(asker.consumer, pid) === whom.alias));
    const last = pids.at(-1);
    if (last === undefined || pids.length < pageRows) break;
    after = last;
  }
  const [pid] = found;
  if (pid === undefined) throw refusal.person();
  if (found.length > 1) throw refusal.alias();
  return pid;
}
