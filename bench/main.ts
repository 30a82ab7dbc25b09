import { readFile, writeFile } from "node:fs/promises";
import { CommanderError } from "commander";
import { tellError } from "../cli/output.ts";
import { readOrder, type BenchOrder } from "./command.ts";
import { openContext, type BenchContext } from "./context.ts";
import { describeMachine } from "./machine.ts";
import { check } from "./measure/check.ts";
import { command } from "./measure/command.ts";
import { demo } from "./measure/demo.ts";
import { extract } from "./measure/extract.ts";
import { graph } from "./measure/graph.ts";
import { http } from "./measure/http.ts";
import { ingest } from "./measure/ingest.ts";
import { memory } from "./measure/memory.ts";
import { mssql } from "./measure/mssql.ts";
import { keys } from "./measure/keys.ts";
import { pages } from "./measure/pages.ts";
import { rotate } from "./measure/rotate.ts";
import { seal } from "./measure/seal.ts";
import { steps } from "./measure/steps.ts";
import { throttle } from "./measure/throttle.ts";
import { vendor } from "./measure/vendor.ts";
import { windows } from "./measure/windows.ts";
import { year } from "./measure/year.ts";
import type { Figure, Measurement } from "./measurement.ts";
import { reasons } from "./reasons.ts";
import { paceOf } from "./pace.ts";
import { markOf, report, type Section } from "./report.ts";

const measurements: Readonly<Record<string, Measurement>> = {
  demo,
  seal,
  keys,
  rotate,
  extract,
  ingest,
  http,
  pages,
  throttle,
  memory,
  mssql,
  graph,
  steps,
  check,
  command,
  vendor,
  year,
  windows,
};

/** Measure speed and memory; see `npm run bench -- --help`. */
async function main(args: readonly string[]): Promise<void> {
  const order = readOrder(
    args,
    Object.fromEntries(Object.entries(measurements).map(([name, { about }]) => [name, about])),
  );
  const context = await openContext(order.size);
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => void context.close().finally(() => process.exit(130)));
  try {
    const sections = await measured(context, order, order.json ? () => undefined : tell);
    if (!order.json && !order.write) return;
    const machine = await describeMachine(context);
    const figures = sections.flatMap((section) => section.figures);
    if (order.json) process.stdout.write(`${JSON.stringify({ size: order.size, machine, figures }, undefined, 2)}\n`);
    if (order.write) {
      const names = Object.keys(measurements);
      await writeFile(results, report(await readFile(results, "utf8"), machine, sections, { names, reasons }));
    }
  } finally {
    await context.close();
  }
}

const results = new URL("RESULTS.md", import.meta.url);

async function measured(
  context: BenchContext,
  { only = Object.keys(measurements), size }: BenchOrder,
  tell: (figure: Figure) => void,
): Promise<readonly Section[]> {
  const sections: Section[] = [];
  for (const name of only) {
    process.stderr.write(`measuring ${name}\n`);
    const { about = name, run } = measurements[name] ?? {};
    const on = paceOf();
    const figures = (await run?.(context)) ?? [];
    figures.forEach(tell);
    sections.push({ name, about, size, on, day: new Date().toISOString().slice(0, 10), figures });
  }
  return sections;
}

const tell = (figure: Figure): void =>
  void process.stdout.write(`${markOf(figure)} ${figure.what}: ${figure.measured} (goal: ${figure.goal})\n`);

await main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 2);
    process.exit(tellError(error, false));
  },
);
