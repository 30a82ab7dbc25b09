import type { Clock } from "../core/ports/clock.ts";
import type { Erasures } from "../core/ports/erasures.ts";
import { auditedDesk, type AuditedDesk } from "./audited-desk.ts";
import type { Parts } from "./compose.ts";
import type { ControlCall } from "./control-client.ts";
import type { ControlCalls } from "./control-server.ts";
import { hangingRotations, type DrainLimits, type HangingRotations } from "./hanging-rotations.ts";
import type { Keys } from "./keys.ts";
import { requireReplayed } from "./require-replayed.ts";
import { erasuresOf, requestDeskOf } from "./requests.ts";

/** Requests of people, the ledger of their erasures, and rotations that hang. */
export type Desk = AuditedDesk &
  Pick<Erasures, "heads" | "replay"> & { readonly hanging: (before: DrainLimits) => Promise<HangingRotations> };

/** The desk of a process that holds keys. */
export function deskOf(
  keys: Keys,
  parts: Pick<Parts, "deployed" | "database" | "store" | "facts">,
  clock: Clock,
): Desk {
  const { heads, replay } = erasuresOf(keys, parts);
  const standing = () => requireReplayed({ ...parts, identity: keys.identity });
  const desk = auditedDesk(requestDeskOf(keys, parts, clock), parts.database, clock, standing);
  return { ...desk, heads, replay, hanging: hangingRotations(keys.identity) };
}

/** The desk's calls as a runtime answers them. */
export const deskCalls = (desk: Desk): ControlCalls => ({
  openRequest: desk.open,
  showRequest: desk.show,
  listRequests: desk.list,
  verifyCertificate: desk.verify,
  restrictRequest: desk.restrict,
  exportRequest: desk.exported,
  orderRequest: desk.order,
  orderRotation: desk.orderRotation,
  erasureHeads: desk.heads,
  replayErasures: desk.replay,
  hangingRotations: desk.hanging,
});

/** The desk behind a running runtime. */
export const remoteDesk = (call: ControlCall): Desk => ({
  open: (by, value) => call("openRequest", by, value),
  show: (id) => call("showRequest", id),
  list: () => call("listRequests"),
  verify: (text) => call("verifyCertificate", text),
  restrict: (id, change, who) => call("restrictRequest", id, change, who),
  exported: (id, who) => call("exportRequest", id, who),
  order: (what, id, who) => call("orderRequest", what, id, who),
  orderRotation: (id, who, why) => call("orderRotation", id, who, why),
  heads: () => call("erasureHeads"),
  replay: () => call("replayErasures"),
  hanging: (before) => call("hangingRotations", before),
});
