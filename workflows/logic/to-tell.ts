import type { DepReport } from "../contracts/automation.ts";
import type { AssetStateV1 } from "../contracts/state.ts";

/** Materialisations told at once. */
const most = 20;

/** What dependants were not told yet. `told` is what is remembered of it. */
export type News = { readonly dependants: readonly string[]; readonly report: DepReport; readonly told: string };

/** The asset's materialisations since its dependants were told (only the last one where nobody was told yet), and whether it is late, where dependants with a condition were told something else last. */
export function toTell({ asset, automation, recent, health }: AssetStateV1): News | undefined {
  const [last] = recent;
  if (automation === null || automation.declared.dependants.length === 0 || last === undefined) return undefined;
  const late = health === "late";
  const told = `${last.id} ${late ? "late" : "fresh"}`;
  if (told === automation.told) return undefined;
  const since = recent.findIndex(({ id }) => id === automation.told?.split(" ")[0]);
  const ids =
    since < 0 && automation.told === null ? [last.id] : recent.slice(0, since < 0 ? most : since).map(({ id }) => id);
  return { dependants: automation.declared.dependants, report: { asset, ids, at: last.at, late }, told };
}
