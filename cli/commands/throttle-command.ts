import { Option, type Command } from "commander";
import type { ThrottleChange } from "../../core/ports/audit.ts";
import { auditedBy, byOptions, type ByOptions } from "../operate/by-options.ts";
import { loadDeployment } from "../load-deployment.ts";
import { withDatabase } from "../reach.ts";
import { outputOf, settingsOf } from "../settings.ts";
import { throttleLine } from "../status/throttle-line.ts";
import { examples } from "./examples.ts";
import { rateOption } from "./rate-option.ts";

type Options = ByOptions & {
  readonly rate?: number;
  readonly pause?: boolean;
  readonly resume?: boolean;
  readonly off?: boolean;
  readonly on?: boolean;
};
/** `sillage throttle`. */
export function throttleCommand(program: Command): void {
  const throttle = program
    .command("throttle")
    .description("Show or change the rate into the database; live, over every process.")
    .option("--rate <bytes>", "bytes a second (1 MB = 1,000,000 bytes of JSON-encoded rows)", rateOption)
    .addOption(new Option("--pause", "let nothing in").conflicts("resume"))
    .option("--resume", "go on")
    .addOption(new Option("--off", "no limit").conflicts("on"))
    .option("--on", "limit again")
    .addHelpText(
      "after",
      examples(
        "sillage throttle",
        "sillage throttle --rate 500000 --reason 'the office is working'",
        "sillage throttle --pause --reason 'the database is being repaired'",
      ),
    );
  byOptions(throttle).action(throttled);
}

async function throttled(options: Options, command: Command): Promise<void> {
  const settings = settingsOf(command);
  const change = changeOf(options);
  const by = Object.keys(change).length === 0 ? undefined : auditedBy(options);
  const state = await withDatabase(settings, await loadDeployment(settings.graph), (database) =>
    by === undefined ? database.throttleState("default") : database.changeThrottle(change, by),
  );
  outputOf(command).answer(state, () => [throttleLine(state)]);
}

const changeOf = ({ rate, pause, resume, off, on }: Options): ThrottleChange => ({
  ...(rate !== undefined && { bytesPerSecond: rate }),
  ...(pause === true && { paused: true }),
  ...(resume === true && { paused: false }),
  ...(off === true && { enabled: false }),
  ...(on === true && { enabled: true }),
});
