import { setHandler, type SignalDefinition } from "@temporalio/workflow";
import {
  claimSignal,
  declareSignal,
  depUpdatedSignal,
  explainQuery,
  stepEndedSignal,
} from "../contracts/automation-messages.ts";
import type { AssetStateV1 } from "../contracts/state.ts";
import { claimed, declare, depUpdated, stepEnded } from "../logic/automation.ts";
import { explain } from "../logic/explain.ts";
import { readClaim, readDeclaration, readDepReport, readStepReport } from "../logic/read-automation.ts";
import type { Read } from "../logic/read-orders.ts";
import type { EntityMemory } from "./entity-memory.ts";

/** Take note of what is declared, of deps that changed and of runs that work on the asset; say why it is brought up to date, or not. */
export function answerAutomation(memory: EntityMemory): void {
  hear(memory, declareSignal, {
    read: readDeclaration,
    next: (state, declared) => declare(state, declared, new Date()),
    description:
      'What the deployment declares of this asset. Sent by workers that start; not for hand use. Example: {"automation":null,"deps":["orders"],"dependants":[],"promise":{"kind":"within","ms":129600000,"zone":null},"alerts":false,"ingestion":"run"}',
  });
  hear(memory, depUpdatedSignal, {
    read: readDepReport,
    next: depUpdated,
    description:
      'A dep was materialised, or became late or fresh. Example: {"asset":"orders","ids":["01…"],"at":"2026-11-25T02:20:00Z","late":false}',
  });
  hear(memory, claimSignal, {
    read: readClaim,
    next: (state, { run }) => claimed(state, { run, at: new Date().toISOString() }),
    description:
      'A run is about to work on this asset: its condition starts none meanwhile. Example: {"run":"run/nightly-2026-11-25T02:15:00Z"}',
  });
  hear(memory, stepEndedSignal, {
    read: readStepReport,
    next: (state, report) => stepEnded(state, report, new Date()),
    description:
      'A run\'s step on this asset ended. Example: {"run":"run/nightly-2026-11-25T02:15:00Z","state":"failed","why":"source.unauthorised"}',
  });
  setHandler(explainQuery, (at) => explain(memory.current(), at === undefined ? new Date() : new Date(at)), {
    description:
      'The condition as it is, a reason at each part; nothing is started by it. Example: "2026-11-25T02:20:00Z", or no argument.',
  });
}

type Heard<Order> = {
  readonly read: (argument: unknown) => Read<Order>;
  readonly next: (state: AssetStateV1, order: Order) => AssetStateV1;
  readonly description: string;
};

/** A signal with a wrong argument changes nothing, and is told on the entity's page. */
function hear<Order>(
  memory: EntityMemory,
  signal: SignalDefinition<[unknown?]>,
  { read, next, description }: Heard<Order>,
): void {
  const heard = async (argument?: unknown): Promise<void> => {
    await memory.recovered();
    const known = memory.current();
    const order = read(argument);
    const state =
      "problem" in order
        ? { ...known, refused: `\`${signal.name}\` was refused: ${order.problem}` }
        : next(known, order.order);
    if (state !== known) memory.keep(state);
  };
  setHandler(signal, heard, { description });
}
