import type { DepReport } from "../contracts/automation.ts";
import type { AssetStateV1 } from "../contracts/state.ts";

/** What dependants were not told yet. `told` is what is remembered of it. */
export type News = { readonly dependants: readonly string[]; readonly report: DepReport; readonly told: string };

/** The asset's last materialisation and whether it is late, where dependants with a condition were told something else last. */
export function toTell({ asset, automation, recent, health }: AssetStateV1): News | undefined {
  const [last] = recent;
  if (automation === null || automation.declared.dependants.length === 0 || last === undefined) return undefined;
  const late = health === "late";
  const told = `${last.id} ${late ? "late" : "fresh"}`;
  if (told === automation.told) return undefined;
  return { dependants: automation.declared.dependants, report: { asset, id: last.id, at: last.at, late }, told };
}
