import { cpus } from "node:os";
import { performance } from "node:perf_hooks";
import { median } from "./measurement.ts";
import { sampleSale } from "./sample-sales.ts";

/** Rounds, of which the middle one is told, and rows of each. */
const [rounds, rows] = [9, 20_000];

/**
 * How fast the machine is as a measurement begins, in words: its processor, and the milliseconds in which one core makes
 * JSON of 20,000 rows of 12 columns and reads it back. One machine is twice as slow on other days: figures of different
 * sections compare by it.
 */
export function paceOf(): string {
  const sales = Array.from({ length: rows }, (_, at) => sampleSale(at + 1, 0));
  const taken = Array.from({ length: rounds }, () => {
    const begun = performance.now();
    JSON.parse(JSON.stringify(sales));
    return performance.now() - begun;
  });
  return `${cpus()[0]?.model.trim() ?? "an unknown processor"} (20,000 rows to JSON and back in ${median(taken).toFixed(0)} ms just before)`;
}
