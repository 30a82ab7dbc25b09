import { Command, InvalidArgumentError, Option } from "commander";
import type { BenchSize } from "./measurement.ts";

/** What is asked of the bench. `only` undefined measures everything. */
export type BenchOrder = {
  readonly only: readonly string[] | undefined;
  readonly size: BenchSize;
  readonly json: boolean;
  readonly write: boolean;
};

const sizes: readonly BenchSize[] = ["tiny", "small", "full"];

/** Read the command line; `names` and what each measures stand in the help. Throws commander's error for what cannot be. */
export function readOrder(args: readonly string[], names: Readonly<Record<string, string>>): BenchOrder {
  const known = (text: string): string[] => text.split(",").map((name) => knownName(name.trim(), Object.keys(names)));
  const command = new Command("npm run bench --")
    .description("Measure speed and memory. Goals are held against the full size on a machine that does nothing else.")
    .argument("[names...]", "measurements to take (default: all)", (name: string, before: string[] | undefined) => [
      ...(before ?? []),
      ...known(name),
    ])
    .addOption(new Option("--only <names>", "the same, comma-separated").argParser(known))
    .addOption(new Option("--size <size>", "how much is measured").choices(sizes).default("full"))
    .option("--json", "one JSON document on stdout; progress stays on stderr", false)
    .option("--write", "write what was measured into bench/RESULTS.md; the other sections stay", false)
    .addHelpText("after", helpOf(names))
    .exitOverride();
  command.parse([...args], { from: "user" });
  const { only, size, json, write } = command.opts<{
    only?: string[];
    size: BenchSize;
    json: boolean;
    write: boolean;
  }>();
  const asked = [...command.args.flatMap(known), ...(only ?? [])];
  return { only: asked.length === 0 ? undefined : asked, size, json, write };
}

function knownName(name: string, names: readonly string[]): string {
  if (names.includes(name)) return name;
  throw new InvalidArgumentError(`There is no measurement "${name}"; choose among ${names.join(", ")}.`);
}

const helpOf = (names: Readonly<Record<string, string>>): string =>
  [
    "",
    "Measurements:",
    ...Object.entries(names).map(([name, about]) => `  ${name.padEnd(10)}${about}`),
    "",
    "Examples:",
    "  $ npm run bench",
    "  $ npm run bench -- --only ingest,throttle --size small",
    "  $ npm run bench -- seal --json",
    "  $ npm run bench -- --only http --write",
  ].join("\n");
