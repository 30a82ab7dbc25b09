import { grouped, median, type BenchSize } from "../measurement.ts";
import type { Taking } from "./beside.ts";
import { version } from "./rival.ts";

const times: Readonly<Record<BenchSize, number>> = { tiny: 1, small: 3, full: 5 };
/** The goal of 300 ms where Dagster took 3 s. */
const most = 0.1;

/** Dagster's command line beside our typed one (p50, ms). */
export const besideCommand = (size: BenchSize, ours: number): Taking => ({
  id: "command.dagster",
  what: `First code of an asset after \`dagster asset materialize\`, Dagster ${version}, typed (p50 of ${times[size]})`,
  goal: `ours, typed, at most ${most} times of it`,
  async take(rival) {
    const taken: number[] = [];
    for (let time = 0; time < times[size]; time++) taken.push(await rival.command());
    const theirs = median(taken);
    return {
      measured: `${grouped(theirs)} ms; ours ${(ours / theirs).toFixed(2)} times of it`,
      met: ours / theirs <= most,
      values: { oursMs: ours, dagsterMs: theirs },
    };
  },
});
