import type { Command } from "commander";
import { SillageError } from "../../core/errors.ts";
import type { SourceRate } from "../../core/ports/audit.ts";
import { rateText } from "../../core/rate-text.ts";
import { knownSource, requestBounds } from "../../core/source/known-source.ts";
import type { SourceSpec } from "../../core/spec/read.ts";
import { loadDeployment } from "../load-deployment.ts";
import { auditedBy, byOptions, type ByOptions } from "../operate/by-options.ts";
import { toTable } from "../output.ts";
import { withDatabase } from "../reach.ts";
import { outputOf, settingsOf } from "../settings.ts";
import { examples } from "./examples.ts";

/** `sillage sources`. */
export function sourcesCommands(program: Command): void {
  const sources = program
    .command("sources")
    .description(
      "Sources, and how many requests a second they are asked; live, shared by all processes that read them.",
    )
    .addHelpText("after", examples("sillage sources list"));
  sources
    .command("list")
    .description("Every source: requests a second as declared, and as set by hand.")
    .addHelpText("after", examples("sillage sources list", "sillage sources list --json"))
    .action(list);
  const rate = sources
    .command("rate <source> <requests>")
    .description(
      "Set the requests a second, 0.01 to 1,000; `declared` gives the declared ones back. Of sources that share a key the gentlest rules.",
    )
    .addHelpText(
      "after",
      examples(
        "sillage sources rate ponton 2 --reason 'asked for by the vendor'",
        "sillage sources rate ponton declared --reason 'the vendor is well again'",
      ),
    );
  byOptions(rate).action(setRate);
}

async function list(_: unknown, command: Command): Promise<void> {
  const settings = settingsOf(command);
  const deployed = await loadDeployment(settings.graph);
  const rates = await withDatabase(settings, deployed, (database) => database.sourceRates());
  const told = deployed.graph.spec.sources.map((source) => sourceState(source, rates));
  outputOf(command).answer(told, () =>
    toTable(
      ["source", "declared", "set", "in flight"],
      told.map(({ source, declared, set, inFlight }) => [source, declared, set, inFlight]),
    ),
  );
}

const sourceState = ({ name, manners }: SourceSpec, rates: readonly SourceRate[]) => ({
  source: name,
  declared: manners.requestsPerSecond,
  set: rates.find((rate) => rate.source === name)?.requestsPerSecond ?? null,
  inFlight: manners.inFlight,
});

async function setRate(name: string, requests: string, options: ByOptions, command: Command): Promise<void> {
  const settings = settingsOf(command);
  const deployed = await loadDeployment(settings.graph);
  const rate = { source: knownSource(deployed.graph.spec.sources, name), requestsPerSecond: rateOf(requests) };
  const by = auditedBy(options);
  await withDatabase(settings, deployed, (database) => database.setSourceRate(rate, by));
  outputOf(command).answer(rate, () => [`${rate.source}: ${rateText(rate.requestsPerSecond)}, within a few seconds`]);
}

function rateOf(text: string): number | null {
  if (text === "declared") return null;
  const rate = /^\d{1,4}(?:\.\d{1,2})?$/.test(text) ? Number(text) : Number.NaN;
  if (rate >= requestBounds.least && rate <= requestBounds.most) return rate;
  throw new SillageError({
    code: "usage.requests",
    message: `${text === "" ? "Nothing" : text} is no rate of requests.`,
    fix: "Give 0.01 to 1000 requests a second, or `declared`.",
  });
}
