import type { Command } from "commander";
import { SillageError } from "../../core/errors.ts";
import { environmentOf } from "../environment-of.ts";
import { outputOf, settingsOf } from "../settings.ts";
import { stopSignal, untilStopped } from "../stop-signal.ts";
import { examples } from "./examples.ts";
import { integerOption } from "./integer-option.ts";

type Options = { readonly port: number; readonly ui: string };

/** `sillage codec`: opens sealed payloads for the Web UI in the same person's browser. */
export function codecCommand(program: Command): void {
  program
    .command("codec")
    .description(
      "Open sealed payloads for the Temporal Web UI, on this machine only: the codec endpoint to set in its data encoder settings.",
    )
    .option("--port <n>", "port on 127.0.0.1", integerOption("port", { min: 0, max: 65_535 }), 8888)
    .option("--ui <origin>", "the Web UI's origin, the only one that is answered", "http://localhost:8233")
    .addHelpText("after", examples("sillage codec", "sillage codec --port 8899 --ui https://temporal.example.test"))
    .action(serve);
}

async function serve({ port, ui }: Options, command: Command): Promise<void> {
  const [{ parseConfig }, { openCodec }, { startCodec }] = await Promise.all([
    import("../../config.ts"),
    import("../../worker/open-codec.ts"),
    import("../../worker/wire/codec-server.ts"),
  ]);
  const output = outputOf(command);
  const settings = settingsOf(command);
  const codec = await openCodec(parseConfig(environmentOf(settings)), settings.dataDir, { report: output.progress });
  if (codec === undefined) throw notSealed;
  const server = await startCodec(codec, { port, origin: originOf(ui) });
  output.answer({ url: server.url, ui }, () => [`Codec endpoint for ${ui}: ${server.url}`]);
  await untilStopped(stopSignal());
  await server.stop();
}

function originOf(ui: string): string {
  if (URL.canParse(ui)) return new URL(ui).origin;
  throw new SillageError({
    code: "usage.ui",
    message: `--ui is ${ui}, which is no address.`,
    fix: "Give the Web UI's address, such as http://localhost:8233.",
  });
}

const notSealed = new SillageError({
  code: "temporal.payloads-clear",
  message: "Payloads are not sealed: there is nothing to open.",
  fix: "Use the Web UI as it is, or set TEMPORAL_ENCRYPT_PAYLOADS=true for every process.",
});
