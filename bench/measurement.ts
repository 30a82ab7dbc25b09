import type { BenchContext } from "./context.ts";

/** How much is measured: `tiny` proves that the code works, `small` takes a minute or two, `full` is what goals are held against. */
export type BenchSize = "tiny" | "small" | "full";

/** One measured figure beside the goal it is held against. `met` is undefined where there is no goal, or where nothing could be measured. */
export type Figure = {
  /** Never changes: reasons of misses are kept under it. */
  readonly id: string;
  readonly what: string;
  readonly measured: string;
  readonly goal: string;
  readonly met: boolean | undefined;
  /** The numbers behind `measured`, by name with its unit. */
  readonly values: Readonly<Record<string, number>>;
};

/** One measurement by name; each run gives its figures. */
export type Measurement = {
  readonly about: string;
  readonly run: (context: BenchContext) => Promise<readonly Figure[]>;
};

/** A figure that could not be measured here, and why. */
export const notMeasured = (figure: Pick<Figure, "id" | "what" | "goal">, why: string): Figure => ({
  ...figure,
  measured: `not measured: ${why}`,
  met: undefined,
  values: {},
});

/** Seconds that some work takes. */
export async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const started = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - started) / 1e9;
}

/** The middle one of some numbers; of two middle ones the smaller. */
export const median = (numbers: readonly number[]): number =>
  numbers.toSorted((left, right) => left - right)[Math.floor((numbers.length - 1) / 2)] ?? Number.NaN;

/** A count for people. */
export const grouped = (count: number): string => Math.round(count).toLocaleString("en-US");

/** A share for people. */
export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
