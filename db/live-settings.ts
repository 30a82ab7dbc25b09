import type { AuditPort, SourceRate } from "../core/ports/audit.ts";
import type { ThrottleState } from "../core/ports/database.ts";
import { rateText } from "../core/rate-text.ts";
import { throttleText } from "../core/throttle-text.ts";
import { recordEntry, type AuditStatements, type Scope } from "./record-entry.ts";
import { refuseRate } from "./refuse-rate.ts";
import { mergeFactorOf, throttleLanes } from "./throttle-lanes.ts";
import { unknownLane } from "./unknown-lane.ts";

/** Changes of live settings on a transaction, each with its row in the audit: what it was and what it is. */
export const liveSettings = (
  scope: Scope,
  statements: AuditStatements,
): Pick<AuditPort, "changeThrottle" | "setSourceRate"> => ({
  async changeThrottle(change, by) {
    const [before, merges] = [await laneState(scope, statements), await laneState(scope, statements, "merge")];
    const rates = { rate: before.bytesPerSecond, merge: merges.bytesPerSecond };
    for (const [lane, { bytesPerSecond = null, paused = null, enabled = null }] of throttleLanes(change, rates)) {
      refuseRate(bytesPerSecond);
      await scope.query(statements.throttle.change, [lane, bytesPerSecond, paused, enabled]);
    }
    const after = await laneState(scope, statements);
    const oldValue = throttleText(before, change.mergeFactor && mergeFactorOf(rates));
    const newValue = throttleText(after, change.mergeFactor);
    await recordEntry(scope, statements, { ...by, what: "throttle.set", subject: "throttle", oldValue, newValue });
    return after;
  },
  async setSourceRate({ source, requestsPerSecond }, by) {
    const rates = await scope.query<SourceRate>(statements.audit.rates, []);
    const before = rates.find((rate) => rate.source === source)?.requestsPerSecond ?? null;
    await scope.query(statements.audit.setRate, [source, requestsPerSecond]);
    const [oldValue, newValue] = [rateText(before), rateText(requestsPerSecond)];
    await recordEntry(scope, statements, { ...by, what: "source.rate", subject: source, oldValue, newValue });
  },
});

async function laneState(scope: Scope, { throttle }: AuditStatements, lane = "default"): Promise<ThrottleState> {
  const [state] = await scope.query<ThrottleState>(throttle.state, [lane]);
  if (state === undefined) throw unknownLane(lane);
  return state;
}
