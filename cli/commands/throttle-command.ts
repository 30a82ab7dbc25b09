import { Option, type Command } from "commander";
import type { ThrottleChange } from "../../core/ports/audit.ts";
import { mergeFactorOf } from "../../db/throttle-lanes.ts";
import { auditedBy, byOptions, type ByOptions } from "../operate/by-options.ts";
import { loadDeployment } from "../load-deployment.ts";
import { withDatabase } from "../reach.ts";
import { outputOf, settingsOf } from "../settings.ts";
import { throttleLine } from "../status/throttle-line.ts";
import { examples } from "./examples.ts";
import { integerOption } from "./integer-option.ts";
import { rateOption } from "./rate-option.ts";

type Options = ByOptions & {
  readonly rate?: number;
  readonly mergeFactor?: number;
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
    .option("--merge-factor <times>", "how many times the rate merges are paced at, 1 to 100", factorOption)
    .addOption(new Option("--pause", "let nothing in").conflicts("resume"))
    .option("--resume", "go on")
    .addOption(new Option("--off", "no limit").conflicts("on"))
    .option("--on", "limit again")
    .addHelpText(
      "after",
      examples(
        "sillage throttle",
        "sillage throttle --rate 500000 --reason 'the office is working'",
        "sillage throttle --merge-factor 8 --reason 'the server keeps up'",
        "sillage throttle --pause --reason 'the database is being repaired'",
      ),
    );
  byOptions(throttle).action(throttled);
}

async function throttled(options: Options, command: Command): Promise<void> {
  const settings = settingsOf(command);
  const change = changeOf(options);
  const by = Object.keys(change).length === 0 ? undefined : auditedBy(options);
  const state = await withDatabase(settings, await loadDeployment(settings.graph), async (database) => {
    const lane = by === undefined ? await database.throttleState("default") : await database.changeThrottle(change, by);
    const { bytesPerSecond: merge } = await database.throttleState("merge");
    return { ...lane, mergeFactor: mergeFactorOf({ rate: lane.bytesPerSecond, merge }) };
  });
  outputOf(command).answer(state, () => [throttleLine(state)]);
}

/** Reads how many times the rate merges are paced at. Throws `usage.merge-factor`. */
const factorOption = integerOption("merge-factor", { min: 1, max: 100 });

const changeOf = ({ rate, mergeFactor, pause, resume, off, on }: Options): ThrottleChange => ({
  ...(rate !== undefined && { bytesPerSecond: rate }),
  ...(mergeFactor !== undefined && { mergeFactor }),
  ...(pause === true && { paused: true }),
  ...(resume === true && { paused: false }),
  ...(off === true && { enabled: false }),
  ...(on === true && { enabled: true }),
});
