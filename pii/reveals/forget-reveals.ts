import type { Clock } from "../../core/ports/clock.ts";
import type { IdentityStore } from "../../core/ports/identity-store.ts";
import type { RevealChain } from "./reveal-chain.ts";
import { allRows } from "./verify-chain.ts";

/** Let lines of the audit go that are older than 12 months, and a day: the store itself refuses younger ones. The audit says up to which, and what the last of them was. */
export async function forgetReveals({
  identity,
  chain,
  clock,
}: {
  readonly identity: IdentityStore;
  readonly chain: RevealChain;
  readonly clock: Clock;
}): Promise<void> {
  const keptFrom = clock.now();
  keptFrom.setUTCFullYear(keptFrom.getUTCFullYear() - 1, keptFrom.getUTCMonth(), keptFrom.getUTCDate() - 1);
  const limit = keptFrom.toISOString();
  let [through, mac] = [0, ""];
  for await (const row of allRows(identity)) {
    if (new Date(row.at).toISOString() >= limit) break;
    [through, mac] = [row.seq, Buffer.from(row.mac).toString("hex")];
  }
  if (through === 0) return;
  const caller = "sillage";
  await chain.append({ caller, pid: null }, () => ({ what: "forgotten", caller, detail: { through, mac } }));
  await identity.forgetReveals(through);
}
