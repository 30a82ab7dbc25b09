import { cutoffOf, retentionReport, type RetentionReport } from "../../core/register/retention.ts";
import { loadDeployment } from "../load-deployment.ts";
import { withDatabase } from "../reach.ts";
import type { Settings } from "../settings.ts";
import { nowOf } from "../status/now-of.ts";

/** How each retention stands, by the clock that rules. */
export async function retentionReports(settings: Settings): Promise<readonly RetentionReport[]> {
  const deployed = await loadDeployment(settings.graph);
  const now = new Date(await nowOf(settings.dataDir));
  return withDatabase(settings, deployed, async (database) => {
    const found: RetentionReport[] = [];
    for (const { spec, counts } of deployed.retentions) {
      const cutoff = cutoffOf(spec, now);
      const [row] = await database.read(counts(cutoff));
      found.push(retentionReport(spec, cutoff, row));
    }
    return found;
  });
}
