import type { Command } from "commander";
import { isNetwork } from "../../api/networks.ts";
import { createApiKey } from "../../api/keys.ts";
import { parseConfig, processEnvironment } from "../../config.ts";
import { scopes, type Scope } from "../../core/access/scopes.ts";
import { SillageError } from "../../core/errors.ts";
import { endKey, listKeys, rotateKey, tellKey } from "../operate/key-changes.ts";
import { loadDeployment } from "../load-deployment.ts";
import { withDatabase } from "../reach.ts";
import { outputOf, settingsOf } from "../settings.ts";
import { examples } from "./examples.ts";
import { integerOption } from "./integer-option.ts";

type Options = {
  readonly label: string;
  readonly scope: readonly Scope[];
  readonly cidr: readonly string[];
  readonly individual?: boolean;
  readonly days: number;
};

const example = "sillage keys create --label dashboards --individual";
const anId = "0123456789ab";
const days = integerOption("days", { min: 1, max: 365 });

/** `sillage keys`. */
export function keysCommands(program: Command): void {
  const keys = program
    .command("keys")
    .description("Keys of the API: who may use it, for what, from where and until when.")
    .addHelpText("after", examples(example, "sillage keys list"));
  keys
    .command("create")
    .description("Make a key; it is shown once.")
    .requiredOption("--label <who>", "who will use it", labelOption)
    .option(
      `--scope <scope>`,
      `what it may do, given again for each (default: kpi:read): ${scopes.join(", ")}`,
      added(scopeOption),
      [],
    )
    .option("--individual", "may read KPIs about single people (as aliases): kpi:read and kpi:individual")
    .option(
      "--cidr <network>",
      "where it may be used from (192.0.2.0/24), given again for each (default: anywhere)",
      added(networkOption),
      [],
    )
    .option("--days <n>", "days it lasts, 365 at most", days, 365)
    .addHelpText(
      "after",
      examples(
        example,
        "sillage keys create --label operations --scope kpi:read --scope assets:read --scope operate --cidr 192.0.2.0/24",
        "sillage keys create --label audit --days 30 --json",
      ),
    )
    .action(createKey);
  keys
    .command("list")
    .description("Every key: label, scopes, networks and end; never the key itself.")
    .addHelpText("after", examples("sillage keys list", "sillage keys list --json"))
    .action(listKeys);
  keys
    .command("rotate <id>")
    .description(
      "Make a key that takes over from another: same label, scopes, networks and aliases. Both are good until the old one ends.",
    )
    .option("--grace <days>", "days after which the old one ends", integerOption("grace", { min: 0, max: 90 }), 7)
    .option("--days <n>", "days the new one lasts, 365 at most", days, 365)
    .addHelpText("after", examples(`sillage keys rotate ${anId}`, `sillage keys rotate ${anId} --grace 1`))
    .action(rotateKey);
  keys
    .command("end <id>")
    .description("End a key; processes of the API that used it within a second or two refuse it then.")
    .addHelpText("after", examples(`sillage keys end ${anId}`))
    .action(endKey);
}

async function createKey(options: Options, command: Command): Promise<void> {
  const settings = settingsOf(command);
  const asked: readonly Scope[] =
    options.individual === true ? ["kpi:read", "kpi:individual", ...options.scope] : options.scope;
  const made = createApiKey({
    environment: parseConfig(processEnvironment()).SILLAGE_ENVIRONMENT,
    label: options.label,
    scopes: asked.length === 0 ? ["kpi:read"] : [...new Set(asked)],
    cidrs: options.cidr,
    days: options.days,
    now: new Date(),
  });
  await withDatabase(settings, await loadDeployment(settings.graph), (database) => database.addApiKey(made.record));
  tellKey(outputOf(command), made);
}

/** Reads an option that is given again for each of several. */
const added =
  <Value>(read: (text: string) => Value) =>
  (text: string, before: readonly Value[]): readonly Value[] => [...before, read(text)];

function scopeOption(text: string): Scope {
  const known = scopes.find((scope) => scope === text.trim());
  if (known !== undefined) return known;
  throw new SillageError({
    code: "usage.scope",
    message: `--scope is ${text.trim() === "" ? "empty" : text}.`,
    fix: `Choose among ${scopes.join(", ")}.`,
  });
}

function networkOption(text: string): string {
  if (isNetwork(text.trim())) return text.trim();
  throw new SillageError({
    code: "usage.cidr",
    message: `--cidr is ${text.trim() === "" ? "empty" : text}.`,
    fix: "Give a network with its bits, for instance 192.0.2.0/24 or 2001:db8::/32.",
  });
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
