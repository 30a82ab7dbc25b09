import { Option, type Command } from "commander";
import type { ThrottleState } from "../../core/ports/database.ts";
import { loadDeployment } from "../load-deployment.ts";
import { withDatabase } from "../reach.ts";
import { outputOf, settingsOf } from "../settings.ts";
import { throttleLine } from "../status/throttle-line.ts";
import { examples } from "./examples.ts";
import { rateOption } from "./rate-option.ts";

type Options = {
  readonly rate?: number;
  readonly pause?: boolean;
  readonly resume?: boolean;
  readonly off?: boolean;
  readonly on?: boolean;
};
type Change = Partial<Pick<ThrottleState, "paused" | "enabled" | "bytesPerSecond">>;

/** The merge lane lets slices in at this many times the rate, so that a merge is no burst either. */
const mergeFactor = 4;

/** `sillage throttle`. */
export function throttleCommand(program: Command): void {
  program
    .command("throttle")
    .description("Show or change the rate into the database; live, over every process.")
    .option("--rate <bytes>", "bytes a second (1 MB = 1,000,000 bytes of JSON-encoded rows)", rateOption)
    .addOption(new Option("--pause", "let nothing in").conflicts("resume"))
    .option("--resume", "go on")
    .addOption(new Option("--off", "no limit").conflicts("on"))
    .option("--on", "limit again")
    .addHelpText("after", examples("sillage throttle", "sillage throttle --rate 500000", "sillage throttle --pause"))
    .action(async (options: Options, command: Command) => {
      const settings = settingsOf(command);
      const change = changeOf(options);
      const state = await withDatabase(settings, await loadDeployment(settings.graph), async (database) => {
        if (Object.keys(change).length === 0) return database.throttleState("default");
        const { bytesPerSecond } = change;
        await database.setThrottle("merge", {
          ...change,
          ...(bytesPerSecond !== undefined && { bytesPerSecond: bytesPerSecond * mergeFactor }),
        });
        return database.setThrottle("default", change);
      });
      outputOf(command).answer(state, () => [throttleLine(state)]);
    });
}

const changeOf = ({ rate, pause, resume, off, on }: Options): Change => ({
  ...(rate !== undefined && { bytesPerSecond: rate }),
  ...(pause === true && { paused: true }),
  ...(resume === true && { paused: false }),
  ...(off === true && { enabled: false }),
  ...(on === true && { enabled: true }),
});
