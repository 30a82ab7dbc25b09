import type { Machine } from "./machine.ts";
import type { BenchSize, Figure } from "./measurement.ts";

/** One mark a figure: met, missed, or nothing to say. */
export const markOf = ({ met }: Figure): string => (met === undefined ? "·" : met ? "✔" : "✘");

/** What one measurement gave, when, how much of it was measured, and on what, at which pace. */
export type Section = {
  readonly name: string;
  readonly about: string;
  readonly day: string;
  readonly size: BenchSize;
  readonly on: string;
  readonly figures: readonly Figure[];
};

/** RESULTS.md: the machine, and each measurement's figures beside their goals, with why a goal is missed. Measurements that were not taken stay as they stood in `before`; those that `names` has no more are gone. */
export function report(
  before: string,
  machine: Machine,
  taken: readonly Section[],
  { names, reasons }: { readonly names: readonly string[]; readonly reasons: Readonly<Record<string, string>> },
): string {
  const sections = new Map([
    ...sectionsOf(before),
    ...taken.map((one) => [one.name, sectionText(one, reasons)] as const),
  ]);
  return [head(machine), ...names.flatMap((name) => sections.get(name) ?? [])].join("\n");
}

const head = (machine: Machine): string =>
  [
    "# Results",
    "",
    "Written by `npm run bench -- --write`, which replaces the sections of what it measured; [notes.md](notes.md) is by hand. Ratios compare what was measured in the same run, in turn. ✔ met, ✘ missed, · no goal or not measured.",
    "",
    "| The machine of the last run | |",
    "| --- | --- |",
    `| Cores, processor | ${machine.cores}, ${machine.processor} |`,
    `| Memory | ${machine.memory} |`,
    `| System | ${machine.system} |`,
    `| Node | ${machine.node} |`,
    `| PostgreSQL | ${machine.postgresql} |`,
    `| PGlite | ${machine.pglite} |`,
    `| Temporal SDK | ${machine.temporalSdk} |`,
    "",
  ].join("\n");

/** The sections of a report by name, each with its heading. */
function sectionsOf(text: string): readonly (readonly [string, string])[] {
  return text
    .split(/^(?=## )/m)
    .slice(1)
    .map((section) => [/^## (\S+)/.exec(section)?.[1] ?? "", `${section.trimEnd()}\n`]);
}

const sectionText = (
  { name, about, day, size, on, figures }: Section,
  reasons: Readonly<Record<string, string>>,
): string =>
  [
    `## ${name}`,
    "",
    `What is measured: ${about}. Taken on ${day} on ${on}, at size \`${size}\`${size === "full" ? "" : ", and goals are said of `full`"}.`,
    "",
    "| | What | Measured | Goal |",
    "| --- | --- | --- | --- |",
    ...figures.map((figure) => `| ${markOf(figure)} | ${figure.what} | ${figure.measured} | ${figure.goal} |`),
    "",
    ...missed(figures, reasons),
  ].join("\n");

function missed(figures: readonly Figure[], reasons: Readonly<Record<string, string>>): readonly string[] {
  const misses = figures.filter(({ met }) => met === false);
  if (misses.length === 0) return [];
  return [
    "Missed, and why:",
    "",
    ...misses.map(({ id, what }) =>
      `- ${what}: ${reasons[id] ?? `no reason known yet; write it in \`bench/reasons.ts\` under \`${id}\``}.`.replace(
        /\.\.$/,
        ".",
      ),
    ),
    "",
  ];
}
