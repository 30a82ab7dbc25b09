import type { Incident } from "../../core/automation/incident.ts";
import type { Notice } from "../../core/ports/alerts.ts";
import type { PollingStateV1 } from "../contracts/polling.ts";

/** Looks that fail one after another before somebody is told. */
const failuresTold = 3;
/** Notices that wait at most: a webhook that stays away costs the oldest. */
const mostNotices = 12;

/** What a look's end says of the sensor's incident, for somebody to be told: it opens with the third failure in a row, and is over with a look that went well. Undefined when nothing changed. */
export function sensorNotice(name: string, state: PollingStateV1, now: Date): Notice | undefined {
  const { failures, failure, pause, incident = null } = state;
  if (pause !== null) return undefined;
  const at = now.toISOString();
  if (incident !== null)
    return failures > 0
      ? undefined
      : { id: `${incident.id}/recovered`, event: "recovered", incident: { ...incident, closedAt: at } };
  if (failures < failuresTold) return undefined;
  const opened: Incident = {
    id: `sensor/${name}/${at}`,
    asset: `sensor/${name}`,
    health: "failing",
    why: `${failures} looks failed one after another: ${failure}`.slice(0, 500),
    openedAt: at,
    closedAt: null,
    toldAt: null,
  };
  return { id: `${opened.id}/opened`, event: "opened", incident: opened };
}

/** With a notice behind those that wait; the first may be on its way already. */
export function noticed(state: PollingStateV1, notice: Notice): PollingStateV1 {
  const [first, ...rest] = state.notices ?? [];
  const notices = first === undefined ? [notice] : [first, ...[...rest, notice].slice(1 - mostNotices)];
  return { ...state, incident: notice.event === "opened" ? notice.incident : null, notices };
}
