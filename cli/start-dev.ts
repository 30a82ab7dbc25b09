import { resolveSources, type Environment } from "../config.ts";
import type { SourceSpec } from "../core/spec/read.ts";
import { simulatedSettings, simulatorSettings, startSimulator, type SimulatorOptions } from "./demo/simulator.ts";
import { startProduct, type Product } from "./start-product.ts";

/** What the development stack is started with; `sources` are those of the deployment. */
export type DevOptions = SimulatorOptions & {
  readonly sources: readonly SourceSpec[];
  readonly environment: Environment;
  readonly signal?: AbortSignal;
};
/** The development stack; without a simulator where every source is set. */
export type Dev = Product & { readonly simulatorUrl: string | undefined };

/** Start everything and run nothing: sources that are set are read, the simulator stands in for those that are not. Throws `config.missing` and what `startProduct` throws. */
export async function startDev(options: DevOptions): Promise<Dev> {
  const left = simulatedSettings(options.sources, options.environment);
  const settingsFor = (url: string): Environment => ({
    ...options.environment,
    ...Object.fromEntries(Object.entries(simulatorSettings(url)).filter(([name]) => left.has(name))),
  });
  resolveSources(options.sources, settingsFor("http://127.0.0.1"));
  const product = await startProduct({
    ...options,
    given: options.environment,
    async prepare(stops) {
      if (left.size === 0) return { environment: options.environment, simulator: undefined };
      const simulator = await startSimulator(options);
      stops.push(simulator.stop);
      return { environment: settingsFor(simulator.url), simulator };
    },
  });
  return { ...product, simulatorUrl: product.simulator?.url };
}
