import type { KeptEvaluation } from "../../core/automation/evaluation.ts";
import type { Evaluated } from "../../core/condition/facts.ts";
import type { Explanation } from "../../workflows/contracts/automation-messages.ts";

/** Why an asset is brought up to date by itself, for people: the condition as it is, and what keeps it from being looked at. */
export function explainLines(asset: string, { now, inWork, waiting, paused, last }: Explanation): readonly string[] {
  if (now === null) return [`${asset} has no condition: it is brought up to date by runs alone.`];
  return [
    ...evaluationLines(now),
    "",
    ...(paused ? ["It is paused: nothing is started until it is resumed."] : []),
    ...inWork.map(({ run, at }) => `${run} works on it since ${at}: what happens meanwhile is looked at afterwards.`),
    ...(waiting ? ["Something happened that was not looked at yet."] : []),
    last === null ? "It was never looked at." : `It was looked at last at ${last.at}: ${outcomeOf(last)}.`,
  ];
}

/** One evaluation for people: a line for each part, those below it set in. */
export const evaluationLines = (evaluation: KeptEvaluation): readonly string[] => [
  `${evaluation.asset} at ${evaluation.at}: ${outcomeOf(evaluation)}`,
  ...treeLines(evaluation.tree, ""),
];

function outcomeOf({ tree, run }: KeptEvaluation): string {
  if (!tree.holds) return "the condition does not hold";
  return run === null ? "the condition holds" : `the condition holds, ${run} was started`;
}

const treeLines = ({ says, holds, why, of = [] }: Evaluated, inset: string): readonly string[] => [
  `${inset}${holds ? "✔" : "✘"} ${says}: ${why}`,
  ...of.flatMap((part) => treeLines(part, `${inset}  `)),
];
