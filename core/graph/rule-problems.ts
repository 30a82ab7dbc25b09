import { boundType, brokenRule } from "../cast/broken-rule.ts";
import { castValue } from "../cast/cast-value.ts";
import { isDropped, type ColumnSpec, type ColumnType } from "../spec/column.ts";
import { patternProblems } from "./pattern-problems.ts";

const bounded: ReadonlySet<ColumnType["kind"]> = new Set(["int", "bigint", "decimal", "date", "instant"]);
const written = { date: "a day, YYYY-MM-DD", instant: "an instant with its offset, 2026-01-01T00:00:00Z" };

/** Problems of what a column's values must be beside its type, as the end of a sentence that names table and column. */
export const ruleProblems = (column: ColumnSpec): readonly string[] => [
  ...(isRuled(column) && isDropped(column)
    ? ["has a rule and is dropped: nobody looks at what is not landed, drop the rule or seal the column."]
    : []),
  ...boundProblems(column),
  ...matchProblems(column),
];

/** Whether a column says more of its values than their type. */
export const isRuled = ({ between, matching }: ColumnSpec): boolean => between !== undefined || matching !== undefined;

function boundProblems({ type, between }: ColumnSpec): readonly string[] {
  if (between === undefined) return [];
  if (!bounded.has(type.kind)) return [`is bounded and ${type.kind}: only numbers, days and instants are.`];
  const { atLeast, atMost } = between;
  if (atLeast === null && atMost === null) return ["is between null and null: give one bound at least."];
  const strange = [atLeast, atMost].filter((bound) => !castValue(boundType(type), bound).ok);
  if (strange.length > 0)
    return [`is bounded by ${strange.join(", ")}, which a column of ${type.kind} never holds: ${writtenAs(type)}.`];
  const most = castValue(boundType(type), atMost);
  if (!most.ok || most.value === null) return [];
  return brokenRule({ type, between: { atLeast, atMost: null } }, most.value) === undefined
    ? []
    : [`is between ${atLeast} and ${atMost}: nothing is both.`];
}

const writtenAs = ({ kind }: ColumnType): string =>
  `give ${kind === "date" || kind === "instant" ? written[kind] : "a number that fits it"}`;

function matchProblems({ type, matching }: ColumnSpec): readonly string[] {
  if (matching === undefined) return [];
  return type.kind === "text" || type.kind === "code"
    ? patternProblems(matching)
    : [`is matched and ${type.kind}: only a text or a code is.`];
}
