import { SillageError } from "../../core/errors.ts";

/** A value of an answer as the driver gives it, with its column. */
export type DriverColumn = {
  readonly value: unknown;
  readonly metadata: {
    readonly colName: string;
    readonly type: { readonly name: string };
    readonly scale?: number | undefined;
  };
};

/** What an instant is answered as. */
export type InstantAs = (at: Date) => Date | string;

/** One row of an answer in the values that PostgreSQL's drivers give, its instants as `instantAs` says. Throws `db.inexact`. */
export const readRow = (columns: readonly DriverColumn[], instantAs: InstantAs): Record<string, unknown> =>
  Object.fromEntries(columns.map((column) => [column.metadata.colName, readColumn(column, instantAs)]));

function readColumn({ value, metadata: { colName, type, scale = 0 } }: DriverColumn, instantAs: InstantAs): unknown {
  if (value instanceof Date) return type.name === "Date" ? value.toISOString().slice(0, 10) : instantAs(value);
  if (typeof value === "string" && type.name.endsWith("IntN")) return toInteger(value);
  if (typeof value === "string" && type.name === "BigInt") return toInteger(value);
  return typeof value === "number" && /^(Decimal|Numeric)/.test(type.name)
    ? exactDecimal(value, scale, colName)
    : value;
}

const toInteger = (text: string): number | string => (Number.isSafeInteger(Number(text)) ? Number(text) : text);

/** The driver reads decimals by way of a float: below 2^53 units that is exact, beyond it would be a guess. */
function exactDecimal(value: number, scale: number, column: string): string {
  if (Math.abs(value) * 10 ** scale <= Number.MAX_SAFE_INTEGER) return value.toFixed(scale);
  throw new SillageError({
    code: "db.inexact",
    message: `The column ${column} of an answer holds a decimal of more digits than the driver reads exactly.`,
    fix: "Cast it to nvarchar in the statement.",
  });
}
