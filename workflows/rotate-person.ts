import { ParentClosePolicy, patched, proxyActivities, sleep, startChild } from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import { workflowId } from "./contracts/ids.ts";
import { keysOptions } from "./contracts/options.ts";
import type { PersonRotationInput, PersonRotationResult } from "./contracts/runs.ts";
import { drainPerson } from "./drain-person.ts";
import { drainMs } from "./logic/drain-ms.ts";
import { drainEnds } from "./steps/drain-ends.ts";
import { showBoard } from "./steps/show-board.ts";

const people = proxyActivities<Activities>(keysOptions);

/** Give a request's people another key and seal what is stored of them under it; the one before drains, and is destroyed when no landed part holds it any more. Keys that drain since earlier rotations go on their own days. A dry run only counts. */
export async function rotatePerson({ request, dryRun }: PersonRotationInput): Promise<PersonRotationResult> {
  const { renewed, ...plan } = await people.planPeople({ request });
  const values = plan.tables.reduce((sum, table) => sum + table.values, 0);
  showBoard(`Request \`${request}\`: **${plan.people}** people, ${values} values to seal anew`);
  if (dryRun || plan.people === 0) return { ...plan, resealed: 0, opened: 0, drainsUntil: null };
  await people.renewKeys({ request, renewed });
  const done = await resealed(request);
  const ends = patched("rotatePerson-20261128-since") ? await drainEnds(request) : [];
  const [first = fromNow(), drainsUntil = first] = [ends[0], ends.at(-1)];
  await drainLater(request, first);
  showBoard(
    `Request \`${request}\`: **${done.resealed}** values sealed anew, ${done.opened} open under the new key; the keys before drain until ${drainsUntil}`,
  );
  return { ...plan, ...done, drainsUntil };
}

/** By the workflow's own clock: of runs from before keys said since when they drain. */
const fromNow = (): string => new Date(Date.now() + drainMs).toISOString();

/** Loads that are merged meanwhile may bring values of before: it is looked until there is none. */
async function resealed(request: string): Promise<Pick<PersonRotationResult, "resealed" | "opened">> {
  for (let sealed = 0; ; await sleep("5s")) {
    sealed += await people.resealPeople({ request });
    const { opened, former } = await people.verifyPeople({ request });
    if (former === 0) return { resealed: sealed, opened };
  }
}

/** One that drains already goes on to the keys that were made since. */
async function drainLater(request: string, until: string): Promise<void> {
  await startChild(drainPerson, {
    workflowId: workflowId.drain(request),
    args: [{ request, until }],
    parentClosePolicy: ParentClosePolicy.ABANDON,
    staticSummary: "Destroy a key of before once no landed part holds it",
    staticDetails: "Seals anew, once a day, what loads bring under it; on its day it destroys the key.",
  }).catch((error: unknown) => {
    if (!(error instanceof Error) || error.name !== "WorkflowExecutionAlreadyStartedError") throw error;
  });
}
