import { startSillage } from "../../test/harness/run-command.ts";
import { median, secondsOf, type Measurement } from "../measurement.ts";
import { unsound } from "../unsound.ts";

const times = { tiny: 2, small: 7, full: 15 };
const most = 1;

/** How long `sillage check` takes, typed: the whole process, which proves the declarations of `assets/`. */
export const check: Measurement = {
  about: "seconds of `sillage check`, typed",
  async run({ size }) {
    await checked();
    const all: number[] = [];
    for (let time = 0; time < times[size]; time++) all.push(await secondsOf(checked));
    const p50 = median(all);
    return [
      {
        id: "check",
        what: `\`sillage check\`, typed, no server (p50 of ${all.length})`,
        measured: `${p50.toFixed(2)} s, ${Math.max(...all).toFixed(2)} s at the most`,
        goal: `under ${most} s`,
        met: p50 < most,
        values: { p50, most: Math.max(...all) },
      },
    ];
  },
};

async function checked(): Promise<void> {
  const { code, stderr } = await startSillage(["check"]).ended;
  if (code !== 0) throw unsound(`check ended with ${code}: ${stderr}`);
}
