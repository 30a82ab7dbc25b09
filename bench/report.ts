import type { Machine } from "./machine.ts";
import type { Figure } from "./measurement.ts";

/** One mark a figure: met, missed, or nothing to say. */
export const markOf = ({ met }: Figure): string => (met === undefined ? "·" : met ? "✔" : "✘");

/** RESULTS.md: the machine, each figure beside its goal, and why a goal is missed. */
export const report = (
  day: string,
  machine: Machine,
  figures: readonly Figure[],
  reasons: Readonly<Record<string, string>>,
): string =>
  [
    "# Results",
    "",
    `Written by \`npm run bench -- --write\` on ${day}. Ratios compare what was measured in the same run, in turn. ✔ met, ✘ missed, · no goal or not measured.`,
    "",
    "| The machine | |",
    "| --- | --- |",
    `| Cores, processor | ${machine.cores}, ${machine.processor} |`,
    `| Memory | ${machine.memory} |`,
    `| System | ${machine.system} |`,
    `| Node | ${machine.node} |`,
    `| PostgreSQL | ${machine.postgresql} |`,
    `| PGlite | ${machine.pglite} |`,
    `| Temporal SDK | ${machine.temporalSdk} |`,
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
    "## Missed, and why",
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
