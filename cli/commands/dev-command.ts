import type { Command } from "commander";
import { loadDeployment } from "../load-deployment.ts";
import { environmentOf } from "../environment-of.ts";
import { outputOf, settingsOf } from "../settings.ts";
import { stopSignal, untilStopped } from "../stop-signal.ts";
import { examples } from "./examples.ts";
import { productUrls } from "./product-urls.ts";
import type { Volume } from "../../dev/ponton/volume.ts";
import { volumeHelp, volumeOption } from "./volume-option.ts";

/** `sillage dev`. */
export function devCommand(program: Command): void {
  program
    .command("dev")
    .description(
      "Start everything (Temporal, S3 server, worker and API) and stay up. A simulated vendor stands in for sources whose settings are absent.",
    )
    .option("--volume <size>", volumeHelp, volumeOption, "small")
    .addHelpText(
      "after",
      examples(
        "sillage dev",
        "sillage dev --graph ./my-assets --data-dir .my-data",
        "PONTON_URL=https://api.vendor.example.test PONTON_API_KEY=… sillage dev",
      ),
    )
    .action(stayUp);
}

async function stayUp(options: { readonly volume: Volume }, command: Command): Promise<void> {
  const { startDev } = await import("../start-dev.ts");
  const settings = settingsOf(command);
  const output = outputOf(command);
  const signal = stopSignal();
  const dev = await startDev({
    dataDir: settings.dataDir,
    volume: options.volume,
    sources: (await loadDeployment(settings.graph)).graph.spec.sources,
    environment: environmentOf(settings),
    progress: output.progress,
    signal,
  });
  const urls = productUrls(dev, dev.simulatorUrl, settings.dataDir);
  output.answer(urls, () => Object.entries(urls).map(([name, url]) => `${name}: ${url}`));
  await Promise.race([untilStopped(signal), dev.failed]).finally(dev.stop);
}
