import { isLeaf, partsOf, type ConditionSpec } from "../spec/condition.ts";
import { evaluateLeaf } from "./evaluate-leaf.ts";
import type { ConditionFacts, ConditionMemory, Evaluated } from "./facts.ts";
import { saysOf } from "./says-of.ts";

/** A condition's tree as it was found, and what the next evaluation is to be given. */
export type Evaluation = { readonly tree: Evaluated; readonly memory: ConditionMemory };

/** Evaluate a condition on facts and on what the evaluation before it left. Pure: the same is found for the same. */
export function evaluateCondition(
  condition: ConditionSpec,
  facts: ConditionFacts,
  memory: ConditionMemory,
): Evaluation {
  const kept: Record<string, boolean> = {};
  const tree = evaluated(condition, "0", { facts, memory, kept });
  return { tree, memory: kept };
}

type Given = {
  readonly facts: ConditionFacts;
  readonly memory: ConditionMemory;
  readonly kept: Record<string, boolean>;
};

function evaluated(condition: ConditionSpec, place: string, given: Given): Evaluated {
  if (isLeaf(condition)) return evaluateLeaf(condition, given.facts);
  const of = partsOf(condition).map((part, at) => evaluated(part, `${place}.${at}`, given));
  return { says: saysOf(condition), ...judged(condition, of, place, given), of };
}

function judged(
  { kind }: ConditionSpec,
  of: readonly Evaluated[],
  place: string,
  { memory, kept }: Given,
): Pick<Evaluated, "holds" | "why"> {
  const [first, second] = of.map(({ holds }) => holds);
  const holding = of.filter(({ holds }) => holds).length;
  const share = `${holding} of ${of.length} hold`;
  if (kind === "or") return { holds: holding > 0, why: share };
  if (kind === "not")
    return { holds: first !== true, why: first === true ? "what it denies holds" : "what it denies does not hold" };
  if (kind === "newlyTrue") {
    const before = memory[place] ?? false;
    kept[place] = first === true;
    return newly(first === true, before);
  }
  if (kind === "since") {
    const holds = second !== true && (first === true || memory[place] === true);
    kept[place] = holds;
    return { holds, why: sinceWhy(holds, second === true) };
  }
  return { holds: holding === of.length && of.length > 0, why: share };
}

function newly(holds: boolean, before: boolean): Pick<Evaluated, "holds" | "why"> {
  if (!holds) return { holds: false, why: "it does not hold" };
  return before ? { holds: false, why: "it held before already" } : { holds: true, why: "it did not hold before" };
}

function sinceWhy(holds: boolean, reset: boolean): string {
  if (reset) return "it was reset";
  return holds ? "it held, and was not reset since" : "it never held since";
}
