import { join } from "node:path";
import type { Environment } from "../../config.ts";
import type { SourceSpec } from "../../core/spec/read.ts";
import { startPonton, type Ponton } from "../../dev/ponton/start.ts";
import type { Volume } from "../../dev/ponton/volume.ts";

/** The simulator's access key: it guards nothing real. */
export const simulatorKey = "demo-key-of-the-simulator";

/** What the simulator is started with. */
export type SimulatorOptions = {
  readonly dataDir: string;
  readonly volume: Volume;
  readonly progress: (line: string) => void;
};

/** Start the simulated vendor; it goes on where an earlier start on this data directory was. */
export async function startSimulator({ dataDir, volume, progress }: SimulatorOptions): Promise<Ponton> {
  const ponton = await startPonton({ apiKey: simulatorKey, volume, stateFile: join(dataDir, "ponton.json") });
  progress(`Ponton (the simulated vendor): ${ponton.url}`);
  return ponton;
}

/** The settings that lead to the simulator and make its clock ours. */
export const simulatorSettings = (url: string): Environment => ({
  PONTON_URL: url,
  PONTON_API_KEY: simulatorKey,
  COMMUNES_FILE_URL: `${url}/communes.csv`,
  POPULATIONS_FILE_URL: `${url}/commune-populations.csv`,
  SILLAGE_CLOCK_URL: url,
});

/**
 * The settings that are left to the simulator: declared by a source and not set. What is set wins; a vendor that is
 * set brings its own key and clock with it. Empty when no simulator is needed.
 */
export function simulatedSettings(sources: readonly SourceSpec[], given: Environment): ReadonlySet<string> {
  const declared = new Set(sources.map((source) => source.baseUrl.setting));
  const isLeft = (name: string): boolean => declared.has(name) && !given[name];
  return new Set([
    ...(isLeft("PONTON_URL") ? ["PONTON_URL", "PONTON_API_KEY", "SILLAGE_CLOCK_URL"] : []),
    ...["COMMUNES_FILE_URL", "POPULATIONS_FILE_URL"].filter(isLeft),
  ]);
}
