import type { Bounds } from "../spec/check.ts";
import type { ColumnRules, ColumnType, PatternSpec } from "../spec/column.ts";
import { castValue } from "./cast-value.ts";
import type { MisfitRule } from "./misfit-rules.ts";

type Present = string | number | boolean;
type Holds = (value: Present) => boolean;
type Ruled = ColumnRules & { readonly type: ColumnType };

const judges = new WeakMap<object, Holds>();

/** The rule of its column that a cast value breaks, if any: `not-between`, `not-matching`. */
export function brokenRule({ type, between, matching }: Ruled, value: Present): MisfitRule | undefined {
  if (between !== undefined && !judge(between, () => within(type, between))(value)) return "not-between";
  if (matching !== undefined && !judge(matching, () => matches(matching))(value)) return "not-matching";
  return undefined;
}

/** What a bound of a column is read as: an instant is RFC 3339 whatever its API writes, and no bound is rounded. */
export function boundType(type: ColumnType): ColumnType {
  if (type.kind === "instant") return { kind: "instant", reads: "rfc3339" };
  return type.kind === "decimal" ? { kind: "decimal", precision: type.precision, scale: type.scale } : type;
}

/** A pattern as it is asked: of the whole value, by code points. Throws on what is no pattern. */
export const wholePattern = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`, "u");

/** Worked out once for each declaration: a load asks it of every row. */
function judge(declared: object, make: () => Holds): Holds {
  const known = judges.get(declared) ?? make();
  judges.set(declared, known);
  return known;
}

function matches({ pattern }: PatternSpec): Holds {
  const whole = wholePattern(pattern);
  return (value) => whole.test(String(value));
}

function within(type: ColumnType, { atLeast, atMost }: Bounds<number | string>): Holds {
  // Canonical days and instants are texts whose order is the order of time.
  const placeOf = type.kind === "date" || type.kind === "instant" ? String : unitsOf;
  const [least, most] = [atLeast, atMost].map((bound) => {
    const cast = castValue(boundType(type), bound);
    return cast.ok && cast.value !== null ? placeOf(cast.value) : undefined;
  });
  return (value) => {
    const at = placeOf(value);
    return (least === undefined || at >= least) && (most === undefined || at <= most);
  };
}

/** A canonical number in units of its last digit, exactly: all of a column have as many digits after the point. */
function unitsOf(value: Present): number | bigint {
  if (typeof value === "number") return value;
  const digits = String(value).replace(".", "");
  return digits.length < 16 ? Number(digits) : BigInt(digits);
}
