import type { Command } from "commander";
import type { Demo, NightReport } from "../demo/demo.ts";
import { environmentOf } from "../environment-of.ts";
import { outputOf, settingsOf } from "../settings.ts";
import { stopSignal, untilStopped } from "../stop-signal.ts";
import { examples } from "./examples.ts";
import type { Volume } from "../../dev/ponton/volume.ts";
import { volumeHelp, volumeOption } from "./volume-option.ts";

type Options = { readonly once?: boolean; readonly volume: Volume };

/** `sillage demo`. */
export function demoCommand(program: Command): void {
  program
    .command("demo")
    .description(
      "Start everything, run the initial and a nightly extraction against the simulated vendor, compare, show three KPIs and one person's journey.",
    )
    .option("--once", "stop after the report; exit 0 only if every table equals the vendor's ledger")
    .option("--volume <size>", volumeHelp, volumeOption, "small")
    .addHelpText("after", examples("npm run demo", "npm run -s demo -- --once --json"))
    .action(showDemo);
}

async function showDemo(options: Options, command: Command): Promise<void> {
  const [{ startDemo }, { demoNight }] = await Promise.all([
    import("../demo/demo.ts"),
    import("../demo/demo-night.ts"),
  ]);
  const settings = settingsOf(command);
  const output = outputOf(command);
  const signal = stopSignal();
  const environment = environmentOf(settings);
  const demo = await startDemo({
    dataDir: settings.dataDir,
    db: environment["DATABASE_URL"],
    volume: options.volume,
    environment,
    progress: output.progress,
    signal,
  });
  const stopped = untilStopped(signal);
  const over = new AbortController();
  const night = demoNight(demo, { ...output, signal: over.signal });
  try {
    const { failed } = demo;
    const report = await Promise.race([night, stopped.then(() => undefined), failed]);
    process.exitCode = report === undefined ? 130 : report.equal ? 0 : 1;
    if (report === undefined) return;
    await Promise.race([showReport(command, demo, report), failed]);
    if (options.once !== true) await Promise.race([stopped, failed]);
  } finally {
    output.progress("stopping every part");
    over.abort();
    await night.catch(() => undefined);
    await demo.stop();
  }
}

async function showReport(command: Command, demo: Demo, report: NightReport): Promise<void> {
  const [{ demoKpis }, { personJourney }, { demoLines }, { productUrls }] = await Promise.all([
    import("../demo/demo-kpis.ts"),
    import("../demo/person-journey.ts"),
    import("../demo/demo-report.ts"),
    import("./product-urls.ts"),
  ]);
  const kpis = await demoKpis(demo);
  outputOf(command).progress("one person's journey: sealed, revealed, erased, refused");
  const journey = await personJourney(demo);
  const urls = productUrls(demo, demo.ponton.url, settingsOf(command).dataDir);
  outputOf(command).answer(
    {
      equal: report.equal,
      tables: report.tables,
      initial: report.initial?.steps ?? null,
      nightly: report.nightly.steps,
      kpis,
      journey,
      urls,
    },
    () => demoLines(report, kpis, journey, urls),
  );
}
