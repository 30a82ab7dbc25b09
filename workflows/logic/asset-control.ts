import { markText } from "../../core/watermark/mark-text.ts";
import type { AuditEntry, By, ControlMirror, HandMark, Pause } from "../../core/ports/audit.ts";
import type { Changed } from "../contracts/control-messages.ts";
import type { AssetStateV1 } from "../contracts/state.ts";

/** Hold the asset, in somebody's name. */
export const paused = (state: AssetStateV1, pause: Pause): AssetStateV1 => ({
  ...state,
  paused: true,
  refused: null,
  control: { ...state.control, revision: state.control.revision + 1, pause },
});

/** Let the asset go on. */
export const resumed = (state: AssetStateV1): AssetStateV1 => ({
  ...state,
  paused: false,
  refused: null,
  control: { ...state.control, revision: state.control.revision + 1, pause: null },
});

/** Set the landed mark, back or forth, under a greater fence: whoever read under an older one moves it no more. What was known of the last whole reading stays. */
export const marked = (state: AssetStateV1, hand: HandMark): AssetStateV1 => ({
  ...state,
  mark: { ...state.mark, ...hand.mark },
  fence: state.fence + 1,
  refused: null,
  control: { ...state.control, revision: state.control.revision + 1, hand },
});

/** What the database mirrors of an entity that an operator changed. */
export const controlMirror = ({ asset, mark, fence, control }: AssetStateV1): ControlMirror => ({
  asset,
  landedThrough: markText(mark),
  fence,
  control,
});

/** A change of an entity as the audit takes it. */
export const auditOf = (
  what: AuditEntry["what"],
  by: By,
  change: { readonly before: AssetStateV1; readonly after: AssetStateV1 },
): Omit<AuditEntry, "id" | "at"> => ({
  what,
  subject: change.after.asset,
  who: by.who,
  why: by.why,
  ...changeText(what, change),
});

function changeText(
  what: AuditEntry["what"],
  { before, after }: { readonly before: AssetStateV1; readonly after: AssetStateV1 },
): Changed {
  const text = what === "asset.set-watermark" ? (state: AssetStateV1) => markText(state.mark) ?? "none" : pauseText;
  return { oldValue: text(before), newValue: text(after) };
}

const pauseText = ({ paused, control }: AssetStateV1): string =>
  paused ? `paused${control.pause === null ? "" : ` by ${control.pause.who}`}` : "not paused";
