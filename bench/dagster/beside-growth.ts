import { grouped, type BenchSize } from "../measurement.ts";
import type { Taking } from "./beside.ts";
import { version } from "./rival.ts";

const assets: Readonly<Record<BenchSize, number>> = { tiny: 5, small: 100, full: 100 };
/** The goal of 1 KB where Dagster kept 15 and more. */
const most = 1 / 15;

/** What Dagster keeps of a materialisation, beside ours (bytes). */
export const besideGrowth = (size: BenchSize, ours: number): Taking => ({
  id: "year.growth.dagster",
  what: `Bytes that Dagster ${version} keeps of a materialisation in its home with the SQLite store, ${assets[size]} assets in one run of one process`,
  goal: `ours at most ${most.toFixed(3)} times of it`,
  async take(rival) {
    const { bytes } = await rival.cost("chain", "in-process", assets[size]);
    return {
      measured: `${grouped(bytes)} bytes; ours ${(ours / bytes).toFixed(3)} times of it`,
      met: ours / bytes <= most,
      values: { ours, dagster: bytes },
    };
  },
});
