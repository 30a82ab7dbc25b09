import type { Command } from "commander";
import { assetLines, assetsTable } from "../operate/asset-lines.ts";
import { byOf, byOptions, type ByOptions } from "../operate/by-options.ts";
import { orderAsset } from "../operate/order-workflow.ts";
import { partitionLines } from "../operate/partition-lines.ts";
import { partitioned, readPartitions } from "../../api/operations/read-partitions.ts";
import { readAssets } from "../operate/read-asset.ts";
import { loadDeployment } from "../load-deployment.ts";
import { withDatabase, withTemporal } from "../reach.ts";
import { outputOf, settingsOf } from "../settings.ts";
import { examples } from "./examples.ts";
import { integerOption } from "./integer-option.ts";

/** `sillage assets`. */
export function assetsCommands(program: Command): void {
  const assets = program
    .command("assets")
    .description("Assets as their entities know them; hold them, let them go on, set their watermark.")
    .addHelpText("after", examples("sillage assets list", "sillage assets show clients"));
  assets
    .command("list")
    .description("Every asset: marks, health, freshness, who holds it, who waits, who paused it.")
    .addHelpText("after", examples("sillage assets list", "sillage assets list --json"))
    .action(list);
  assets
    .command("show <key>")
    .description("One asset, with its last 20 materialisations; or the days of a mart, a hundred a page.")
    .option(
      "--partitions",
      "its days, newest first, in ranges: filled, empty, stale (made of something newer), or failed when they were built last",
    )
    .option("--page <page>", "a page further back", integerOption("page", { min: 1, max: 100_000 }), 1)
    .addHelpText("after", examples("sillage assets show clients", "sillage assets show revenue_daily --partitions"))
    .action(show);
  changing(assets, {
    usage: "pause <key>",
    update: "pauseAsset",
    says: "Hold an asset: runs leave it as it stands, and nothing acquires its cursor. One that is being extracted ends first.",
    example: "sillage assets pause clients --reason 'the source is being repaired'",
  });
  changing(assets, {
    usage: "resume <key>",
    update: "resumeAsset",
    says: "Let an asset go on, from the next run.",
    example: "sillage assets resume clients --reason 'the source is repaired'",
  });
  changing(assets, {
    usage: "set-watermark <key> <mark>",
    update: "setWatermark",
    says: "Set where the next pass starts: an ISO instant, or a version. Set forward, rows in between are read by `run <key> --full` only.",
    example: "sillage assets set-watermark clients 2026-11-20T00:00:00Z --reason 'read the week again'",
  });
}

async function list(_: unknown, command: Command): Promise<void> {
  const settings = settingsOf(command);
  const deployed = await loadDeployment(settings.graph);
  const details = await readAssets(settings, deployed, deployed.graph.assets);
  outputOf(command).answer(details, () => assetsTable(details));
}

type ShowOptions = { readonly partitions?: boolean; readonly page: number };

async function show(key: string, { partitions, page }: ShowOptions, command: Command): Promise<void> {
  const settings = settingsOf(command);
  const deployed = await loadDeployment(settings.graph);
  if (partitions === true) {
    const mart = partitioned(deployed.graph.asset(key));
    const asked = { page, now: new Date() };
    const found = await withDatabase(settings, deployed, (database) => readPartitions(database, mart, asked));
    return outputOf(command).answer(found, () => partitionLines(found));
  }
  const [detail] = await readAssets(settings, deployed, [deployed.graph.asset(key)]);
  outputOf(command).answer(detail, () => (detail === undefined ? [] : assetLines(detail)));
}

/** A command that sends an update to an asset's entity. */
type Changing = {
  readonly usage: string;
  readonly update: string;
  readonly says: string;
  readonly example: string;
};

function changing(assets: Command, { usage, update, says, example }: Changing): void {
  const made = assets.command(usage).description(says).addHelpText("after", examples(example));
  byOptions(made).action(async (key: string, ...rest: readonly unknown[]) => {
    const [mark] = rest.filter((given) => typeof given === "string");
    const options: ByOptions = made.opts();
    const by = byOf(options);
    const settings = settingsOf(made);
    const { graph } = await loadDeployment(settings.graph);
    const { key: asset } = graph.asset(key);
    const argument = { ...by, ...(mark !== undefined && { mark }) };
    const changed = await withTemporal(settings.dataDir, (client) => orderAsset(client, asset, { update, argument }));
    outputOf(made).answer({ asset, ...changed }, () => [`${asset}: ${changed.oldValue} → ${changed.newValue}`]);
  });
}
