import type { Alerts } from "../core/ports/alerts.ts";
import type { Clock } from "../core/ports/clock.ts";
import type { Alarm } from "../pii/reveals/create-reveals.ts";

const answersWithin = 10_000;

const told = {
  decoy: (line: number, caller: string) =>
    `A person of nobody was revealed to ${caller}: line ${line} of the audit. Nobody who works with real people asks for it.`,
  budget: (line: number, caller: string) =>
    `${caller} asks for more reveals than are allowed within an hour: line ${line} of the audit.`,
} as const;

/** Tells of reveals where incidents are told, and in the log. It never fails and never holds a reveal up for long; of one caller's spent budget it tells once an hour. */
export function revealAlarm({
  alerts,
  clock,
  report,
}: {
  readonly alerts: Alerts | undefined;
  readonly clock: Clock;
  readonly report: (line: string) => void;
}): Alarm {
  const known = new Set<string>();
  return async (what, line, caller) => {
    const openedAt = clock.now().toISOString();
    const id = what === "decoy" ? `reveals/decoy/${line}` : `reveals/budget/${caller}/${openedAt.slice(0, 13)}`;
    if (known.has(id)) return;
    known.add(id);
    const why = told[what](line, caller);
    report(`ALARM: ${why}`);
    const incident = { id, asset: "reveals", health: "failing", why, openedAt, closedAt: null, toldAt: null } as const;
    await alerts
      ?.deliver({ id, event: "opened", incident }, AbortSignal.timeout(answersWithin))
      .catch(() => report(`The alarm ${id} could not be told.`));
  };
}
