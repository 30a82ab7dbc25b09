import type { Command } from "commander";
import { processEnvironment } from "../../config.ts";
import { SillageError } from "../../core/errors.ts";
import { startStack, type PartName } from "../../dev/stack/start-stack.ts";
import { searchAttributeKinds } from "../../workflows/contracts/attributes.ts";
import { demoNight, startDemo, type Demo, type NightReport } from "../demo/demo.ts";
import { demoKpis, demoLines } from "../demo/demo-report.ts";
import { untilStopped } from "../until-stopped.ts";
import { outputOf, settingsOf } from "../settings.ts";

const volumes = ["tiny", "small", "medium"] as const;

/** Commands that start parts of the development stack. */
export function stackCommands(program: Command): void {
  program
    .command("demo")
    .description(
      "Start everything, run the initial and a nightly extraction against the simulated vendor, compare, show three KPIs.",
    )
    .option("--once", "stop after the comparison; exit 0 only if every table equals the vendor's ledger")
    .option("--db <url>", "PostgreSQL instead of the embedded database")
    .option("--volume <size>", "tiny (3,000 rows), small (25,000) or medium", "small")
    .addHelpText("after", "\nExample:\n  $ npm run demo\n  $ npm run demo -- --once --json")
    .action(async (options: { once?: boolean; db?: string; volume: string }, command: Command) => {
      const output = outputOf(command);
      const demo = await startDemo(demoOptions(command, options));
      const stopped = untilStopped();
      try {
        const report = await Promise.race([demoNight(demo, output.progress), stopped.then(() => undefined)]);
        if (report === undefined) return;
        await showReport(command, demo, report);
        if (!report.equal) process.exitCode = 1;
        if (options.once !== true) await stopped;
      } finally {
        output.progress("stopping every part");
        await demo.stop();
      }
    });
  program
    .command("dev")
    .description("Start everything (simulated vendor, Temporal, S3 server, worker and API) and stay up.")
    .option("--db <url>", "PostgreSQL instead of the embedded database")
    .option("--volume <size>", "tiny, small or medium", "small")
    .action(async (options: { db?: string; volume: string }, command: Command) => {
      const demo = await startDemo(demoOptions(command, options));
      outputOf(command).answer(urlsOf(demo), () =>
        Object.entries(urlsOf(demo)).map(([name, url]) => `${name}: ${url}`),
      );
      await untilStopped();
      await demo.stop();
    });
  program
    .command("up")
    .description("Start the servers only, for those who run the worker themselves.")
    .option("--only <parts>", "comma-separated: temporal, s3", "temporal,s3")
    .addHelpText("after", "\nExample:\n  $ sillage up --only temporal,s3")
    .action(async (options: { only: string }, command: Command) => {
      const output = outputOf(command);
      const stack = await startStack({
        dataDir: settingsOf(command).dataDir,
        only: options.only.split(",").map(partName),
        env: processEnvironment(),
        progress: output.progress,
        searchAttributes: searchAttributeKinds,
      });
      output.answer(
        { temporal: stack.temporal, store: stack.store.kind === "s3" ? stack.store.endpoint : stack.store.directory },
        () => [
          `Temporal: ${stack.temporal.address}`,
          `Objects: ${stack.store.kind === "s3" ? stack.store.endpoint : stack.store.directory}`,
        ],
      );
      await untilStopped();
      await stack.stop();
    });
}

function demoOptions(command: Command, options: { readonly db?: string; readonly volume: string }) {
  const volume = volumes.find((known) => known === options.volume);
  if (volume === undefined)
    throw new SillageError({
      code: "usage.volume",
      message: `There is no volume "${options.volume}".`,
      fix: `Choose among ${volumes.join(", ")}.`,
    });
  const environment = processEnvironment();
  return {
    dataDir: settingsOf(command).dataDir,
    db: options.db ?? environment["DATABASE_URL"],
    volume,
    environment,
    progress: outputOf(command).progress,
  };
}

function partName(name: string): PartName {
  if (name === "temporal" || name === "s3") return name;
  throw new SillageError({
    code: "usage.part",
    message: `There is no part "${name}".`,
    fix: "Choose among temporal, s3.",
  });
}

const urlsOf = (demo: Demo) => ({
  "Temporal Web UI": demo.stack.temporal.uiUrl ?? "–",
  "KPI API": `${demo.runtime.listening.apiUrl ?? ""}/docs`,
  "Vendor simulator": demo.ponton.url,
  "S3 endpoint": demo.stack.store.kind === "s3" ? demo.stack.store.endpoint : demo.stack.store.directory,
});

async function showReport(command: Command, demo: Demo, report: NightReport): Promise<void> {
  const kpis = await demoKpis(demo);
  const urls = urlsOf(demo);
  outputOf(command).answer(
    {
      equal: report.equal,
      tables: report.tables,
      initial: report.initial?.steps ?? null,
      nightly: report.nightly.steps,
      kpis,
      urls,
    },
    () => demoLines(report, kpis, urls),
  );
}
