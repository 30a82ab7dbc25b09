import { valueText } from "../../core/value-text.ts";

/** One kept result of a check, as an operator reads it. `at` is an ISO instant of the database's clock, `cause` the run or load that it was measured for. */
export type KeptResult = {
  readonly asset: string;
  readonly check: string;
  readonly at: string;
  readonly state: "passed" | "failed";
  readonly figure: number | null;
  readonly bound: string;
  readonly failing: number | null;
  readonly cause: string;
};

/** Results out of the rows of a reading. */
export const toKeptResults = (rows: readonly Record<string, unknown>[]): readonly KeptResult[] =>
  rows.map((row) => ({
    asset: String(row["asset"]),
    check: String(row["check_name"]),
    at: valueText(row["at"]),
    state: row["state"] === "failed" ? "failed" : "passed",
    figure: toNumber(row["figure"]),
    bound: String(row["bound"]),
    failing: toNumber(row["failing"]),
    cause: String(row["cause"]),
  }));

const toNumber = (value: unknown): number | null => (value === null ? null : Number(value));
