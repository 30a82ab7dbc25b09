import type { Environment } from "../../config.ts";
import type { AssetGraph } from "../../core/graph/asset-graph.ts";
import type { Ponton } from "../../dev/ponton/start.ts";
import type { Volume } from "../../dev/ponton/volume.ts";
import type { AssetRunResult } from "../../workflows/contracts/runs.ts";
import { loadDeployment } from "../load-deployment.ts";
import { startProduct, type Prepared, type Product, type Stops } from "../start-product.ts";
import type { TableVerdict } from "../verify-tables.ts";
import { simulatorSettings, startSimulator } from "./simulator.ts";

/** What the demo is started with; `signal` stops a start on its way. */
export type DemoOptions = {
  readonly dataDir: string;
  readonly db: string | undefined;
  readonly volume: Volume;
  readonly environment: Environment;
  readonly progress: (line: string) => void;
  readonly signal?: AbortSignal;
};
/** A running demo: every part up, and what is declared. */
export type Demo = Product & { readonly ponton: Ponton; readonly graph: AssetGraph };
/** What a night gave. */
export type NightReport = {
  readonly initial: AssetRunResult | undefined;
  readonly nightly: AssetRunResult;
  readonly tables: readonly TableVerdict[];
  readonly equal: boolean;
};

/** Start the simulator, Temporal, the S3 server and the runtime on one data directory. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const prepare = async (stops: Stops): Promise<Prepared<Ponton>> => {
    const simulator = await startSimulator(options);
    stops.push(simulator.stop);
    const settings = simulatorSettings(simulator.url);
    for (const name of Object.keys(settings).filter((known) => options.environment[known]))
      options.progress(`${name} is set, and not used: the demo runs against its simulator`);
    const database = options.db === undefined ? {} : { DATABASE_URL: options.db };
    return { environment: { ...options.environment, ...settings, ...database }, simulator };
  };
  const { graph } = await loadDeployment(options.environment["SILLAGE_GRAPH"]);
  const product = await startProduct({ ...options, given: options.environment, prepare });
  return { ...product, ponton: product.simulator, graph };
}
