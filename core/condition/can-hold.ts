import { everyPart, type ConditionSpec } from "../spec/condition.ts";

/** Conditions told apart, beyond which no answer is looked for: two to the power of them are tried. */
const most = 14;

type Assigned = (condition: ConditionSpec) => boolean;

/** Whether a condition holds in any case at all, by trying every way that its parts can be. True where it has too many of them. */
export function canHold(condition: ConditionSpec): boolean {
  const free = freeOf(condition);
  if (free.length > most) return true;
  const places = new Map(free.map((key, at) => [key, at]));
  return Array.from({ length: 2 ** free.length }, (_, bits) => bits).some((bits) => {
    const isSet: Assigned = (part) => isBitSet(bits, places.get(keyOf(part)));
    return everyPart(condition).every((part) => isPossible(part, isSet)) && holds(condition, isSet);
  });
}

/** What the condition does not ask for may be as it likes. */
const isBitSet = (bits: number, place: number | undefined): boolean =>
  place === undefined || Math.floor(bits / 2 ** place) % 2 === 1;

const keyOf = (condition: ConditionSpec): string => JSON.stringify(condition);
/** What no other condition decides: leaves, and what remembers. */
const isFree = ({ kind }: ConditionSpec): boolean => kind !== "and" && kind !== "or" && kind !== "not";
const freeOf = (condition: ConditionSpec): readonly string[] => [
  ...new Set(everyPart(condition).filter(isFree).map(keyOf)),
];

function holds(condition: ConditionSpec, isSet: Assigned): boolean {
  if (condition.kind === "and") return condition.of.every((part) => holds(part, isSet));
  if (condition.kind === "or") return condition.of.some((part) => holds(part, isSet));
  return condition.kind === "not" ? !holds(condition.of, isSet) : isSet(condition);
}

/** What is newly true is true; what was held since a reset is not reset, and could have held once; what all deps have, any has. */
function isPossible(part: ConditionSpec, isSet: Assigned): boolean {
  if (!isFree(part) || !isSet(part)) return true;
  if (part.kind === "newlyTrue") return holds(part.of, isSet);
  if (part.kind === "since") return !holds(part.reset, isSet) && canHold(part.of);
  return part.kind !== "depsUpdated" || part.which === "any" || anyOf(part, isSet);
}

/** Where the condition asks for any of the same deps too, it agrees. */
function anyOf(part: Extract<ConditionSpec, { kind: "depsUpdated" }>, isSet: Assigned): boolean {
  return isSet({ ...part, which: "any" });
}
