import type { Command } from "commander";
import { resolveSources } from "../../config.ts";
import type { Role } from "../../worker/start.ts";
import { outputOf, settingsOf } from "../settings.ts";
import { stopSignal, untilStopped } from "../stop-signal.ts";
import { choicesOption } from "./choice-option.ts";
import { examples } from "./examples.ts";
import type { Proof } from "./open-process.ts";

const roles: readonly Role[] = ["control", "extract", "ingest", "pii"];
/** Which a worker takes when it is told none. `pii` rotates and opens: where it is wanted it is asked for. */
const byDefault: readonly Role[] = ["control", "extract", "ingest"];

/** `sillage worker`. */
export function workerCommand(program: Command): void {
  program
    .command("worker")
    .description("Run workers for some roles against a Temporal server. Only the roles extract and pii hold keys.")
    .option("--role <roles>", "comma-separated: control, extract, ingest, pii", choicesOption("role", roles), byDefault)
    .addHelpText("after", examples("sillage worker --role extract", "sillage worker --role control,ingest"))
    .action(work);
}

async function work(options: { readonly role: readonly Role[] }, command: Command): Promise<void> {
  const [
    { startWorker },
    { connectTemporal },
    { openKeys },
    { codecWith, openCodec },
    { openProcess },
    { untilReplayed },
  ] = await Promise.all([
    import("../../worker/start.ts"),
    import("../temporal-client.ts"),
    import("../../worker/keys.ts"),
    import("../../worker/open-codec.ts"),
    import("./open-process.ts"),
    import("../../worker/until-replayed.ts"),
  ]);
  const output = outputOf(command);
  const { dataDir } = settingsOf(command);
  const extracts = options.role.includes("extract");
  const holdsKeys = extracts || options.role.includes("pii");
  const prove: Proof = ({ graph }, environment) => void resolveSources(graph.spec.sources, environment);
  const { parts, config, address, prepare, close } = await openProcess(
    command,
    async (...held) => (holdsKeys ? openKeys(...held) : undefined),
    extracts ? { prove } : {},
  );
  const keys = await prepare({ report: output.progress });
  const codec =
    keys === undefined ? await openCodec(config, dataDir, { report: output.progress }) : await codecWith(config, keys);
  await (await connectTemporal(address, config.TEMPORAL_NAMESPACE, codec)).connection.close();
  await parts.store.prepare();
  await untilReplayed({ ...parts, identity: keys?.identity }, { report: output.progress });
  const worker = await startWorker({
    address,
    namespace: config.TEMPORAL_NAMESPACE,
    roles: options.role,
    deps: (client) => parts.depsFor(client, keys),
    ingestion: config.INGESTION_TRIGGER,
    sensor: { listEvery: config.LANDING_LIST_SECONDS * 1000 },
    extractProcesses: config.EXTRACT_PROCESSES,
    metricsAddress: config.METRICS_ADDRESS,
    codec,
    report: output.progress,
  });
  output.answer({ roles: options.role, address }, () => [`Working as ${options.role.join(", ")} for ${address}.`]);
  await untilStopped(stopSignal());
  await worker.stop();
  await close();
}
