import { setHandler } from "@temporalio/workflow";
import type { By } from "../../core/ports/audit.ts";
import {
  pauseAssetUpdate,
  pauseSignal,
  resumeAssetUpdate,
  resumeSignal,
  setWatermarkUpdate,
} from "../contracts/control-messages.ts";
import { paused, resumed } from "../logic/asset-control.ts";
import { readBy, readWatermark } from "../logic/read-orders.ts";
import { changeByHand, type Change } from "./change-by-hand.ts";
import type { EntityMemory } from "./entity-memory.ts";
import { readSignal } from "./read-signal.ts";
import { refuseOrder } from "./refuse-order.ts";
import { setWatermark } from "./set-watermark.ts";
import { signalledByHand } from "./signalled-by-hand.ts";

const bySample = '{"who":"Ada Exemple","why":"the source is being repaired"}';

/** Answer those who hold the asset, let it go on, or set its watermark: each change is told to the audit and to the mirror. */
export function answerControls(memory: EntityMemory): void {
  const pause = (by: By): Change => ({
    what: "asset.pause",
    by,
    next: (state) => paused(state, { ...by, at: new Date().toISOString() }),
  });
  const resume = (by: By): Change => ({ what: "asset.resume", by, next: resumed });
  setHandler(pauseAssetUpdate, (by) => changeByHand(memory, pause(by)), {
    validator: (by) => refuseOrder(readBy(by)),
    description: `Hold this asset: runs skip it until it is resumed. One that is being extracted ends first. Example: ${bySample}`,
  });
  setHandler(resumeAssetUpdate, (by) => changeByHand(memory, resume(by)), {
    validator: (by) => refuseOrder(readBy(by)),
    description: `Let this asset go on, from the next run. Example: ${bySample}`,
  });
  setHandler(setWatermarkUpdate, (order) => setWatermark(memory, order), {
    validator: (order) => refuseOrder(readWatermark(order)),
    description:
      'Set the landed mark, back or forth; nobody may hold the cursor. Example: {"mark":"2026-11-25T02:15:00Z","who":"Ada Exemple","why":"read the week again"}; a version for a table that is read by versions.',
  });
  setHandler(pauseSignal, (argument) => signalledByHand(memory, "pause", readSignal(argument), pause), {
    description: `As the update \`pauseAsset\`, for hand use. Example: ${bySample}`,
  });
  setHandler(resumeSignal, (argument) => signalledByHand(memory, "resume", readSignal(argument), resume), {
    description: `As the update \`resumeAsset\`, for hand use. Example: ${bySample}`,
  });
}
