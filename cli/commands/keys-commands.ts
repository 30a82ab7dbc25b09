import type { Command } from "commander";
import { createApiKey } from "../../api/keys.ts";
import { parseConfig, processEnvironment } from "../../config.ts";
import { SillageError } from "../../core/errors.ts";
import { loadDeployment } from "../load-deployment.ts";
import { withDatabase } from "../reach.ts";
import { outputOf, settingsOf } from "../settings.ts";
import { examples } from "./examples.ts";
import { integerOption } from "./integer-option.ts";

type Options = { readonly label: string; readonly individual?: boolean; readonly days: number };

const example = "sillage keys create --label dashboards --individual";

/** `sillage keys create`. */
export function keysCommands(program: Command): void {
  program
    .command("keys")
    .description("Keys of the KPI API.")
    .addHelpText("after", examples(example))
    .command("create")
    .description("Make a key; it is shown once.")
    .requiredOption("--label <who>", "who will use it", labelOption)
    .option("--individual", "may read KPIs about single people (as aliases)")
    .option("--days <n>", "days it lasts, 365 at most", integerOption("days", { min: 1, max: 365 }), 365)
    .addHelpText("after", examples(example, "sillage keys create --label audit --days 30 --json"))
    .action(createKey);
}

async function createKey(options: Options, command: Command): Promise<void> {
  const settings = settingsOf(command);
  const { token, record } = createApiKey({
    environment: parseConfig(processEnvironment()).SILLAGE_ENVIRONMENT,
    label: options.label,
    scopes: options.individual === true ? ["kpi:read", "kpi:individual"] : ["kpi:read"],
    days: options.days,
    now: new Date(),
  });
  await withDatabase(settings, await loadDeployment(settings.graph), (database) => database.addApiKey(record));
  outputOf(command).answer({ key: token, id: record.id, scopes: record.scopes, expiresAt: record.expiresAt }, () => [
    token,
    `shown once; scopes ${record.scopes.join(", ")}; ends ${record.expiresAt}`,
  ]);
}

function labelOption(text: string): string {
  const label = text.trim();
  if (label !== "" && label.length <= 100) return label;
  throw new SillageError({
    code: "usage.label",
    message: label === "" ? "--label is empty." : `--label has ${label.length} characters.`,
    fix: "Name who will use the key, in 1 to 100 characters.",
  });
}
