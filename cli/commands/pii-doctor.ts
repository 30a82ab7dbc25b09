import type { Command } from "commander";
import { parseConfig } from "../../config.ts";
import { lastChecks } from "../../db/declare/check-reads.ts";
import { gateRow } from "../../pii/gate.ts";
import { toKeptResults } from "../../db/declare/kept-result.ts";
import { examine } from "../doctor/check-up.ts";
import { findingLines } from "../doctor/finding-lines.ts";
import { loadDeployment } from "../load-deployment.ts";
import { withDesk } from "../dsr/with-desk.ts";
import { drainLimits } from "../pii/drain-limits.ts";
import { epochsDue } from "../pii/epochs-due.ts";
import { piiCheckUps } from "../pii/pii-check-ups.ts";
import { retentionReports } from "../pii/retention-reports.ts";
import { withDatabase } from "../reach.ts";
import { environmentOf } from "../environment-of.ts";
import { outputOf, settingsOf } from "../settings.ts";
import { stackEnvironment } from "../stack-environment.ts";
import { nowOf } from "../status/now-of.ts";
import { systemClock } from "../system-clock.ts";
import { examples } from "./examples.ts";
import { integerOption } from "./integer-option.ts";

const dayMs = 86_400_000;

/** `sillage pii doctor`: exit 1 when something is in clear, or of nobody's, or kept too long, or opens for longer than was certified. */
export function piiDoctor(pii: Command): void {
  pii
    .command("doctor")
    .description(
      "Look for undeclared fields, clear values and unknown objects in the bucket, people who can be told apart or are kept long.",
    )
    .option("--days <n>", "days back whose loads are read", integerOption("days", { min: 1, max: 3650 }), 30)
    .addHelpText("after", examples("sillage pii doctor", "sillage pii doctor --days 365 --json"))
    .action(doctor);
}

async function doctor({ days }: { readonly days: number }, command: Command): Promise<void> {
  const settings = settingsOf(command);
  const deployed = await loadDeployment(settings.graph);
  const now = await nowOf(settings.dataDir);
  const findings = await examine(
    piiCheckUps({
      tables: deployed.graph.spec.tables,
      gate: gateRow,
      since: new Date(now - days * dayMs).toISOString().slice(0, 10),
      async store() {
        const { objectStore } = await import("../../worker/compose.ts");
        const environment = await stackEnvironment(settings.dataDir, environmentOf(settings));
        return objectStore({ config: parseConfig(environment), environment, dataDir: settings.dataDir });
      },
      results: async () =>
        toKeptResults(await withDatabase(settings, deployed, (database) => database.read(lastChecks))),
      retentions: () => retentionReports(settings),
      epochsDue: () => epochsDue(settings),
      // By the system's clock, as the identity store notes it, also where a simulated vendor's is ahead.
      hanging: () => withDesk(settings, (desk) => desk.hanging(drainLimits(systemClock.now()))),
      now: new Date(now).toISOString(),
    }),
  );
  if (findings.some(({ state }) => state === "failed")) process.exitCode = 1;
  outputOf(command).answer({ findings }, () => findingLines(findings));
}
