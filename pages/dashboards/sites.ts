import type { ApiDeps } from "../../api/deps.ts";
import { addDays, addMonths } from "../../api/compare.ts";
import type { Ask } from "./ask-kpi.ts";
import type { Site } from "./picker.ts";

/** Sites that can be picked: those of the last two years, by the KPI that lists them. */
export async function sitesOf(
  { deployed }: Pick<ApiDeps, "deployed">,
  ask: Ask,
  today: string,
): Promise<readonly Site[]> {
  const list = deployed.dashboards.sites;
  if (list === undefined) return [];
  // From the first of a month, so that the question stays the same for as long as it can.
  const period = {
    from: addMonths(`${today.slice(0, 7)}-01`, -24),
    until: addDays(addMonths(`${today.slice(0, 7)}-01`, 1), -1),
  };
  const told = await ask(list, { period, site: undefined });
  return (told?.rows ?? []).flatMap((row) => {
    const [number, name] = [row[list.number], row[list.name]];
    return typeof number === "number" && typeof name === "string" ? [{ number, name }] : [];
  });
}
