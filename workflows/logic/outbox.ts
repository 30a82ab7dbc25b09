import type { Notice } from "../../core/ports/alerts.ts";
import type { AutomationRecord } from "../../core/automation/record.ts";
import type { Outbox } from "../contracts/automation.ts";

/** What is kept to be written or told, at most: what is carried stays well below 32 KiB. */
const most = { records: 12, notices: 12 };

/** Put a row to keep behind the others. An evaluation that started nothing gives way to a later one; the first may be on its way already. */
export function recorded(outbox: Outbox, record: AutomationRecord): Outbox {
  const [first, ...rest] = outbox.records;
  if (first === undefined) return { ...outbox, records: [record] };
  const kept = isLook(record) ? rest.filter((other) => !isLook(other)) : rest;
  return { ...outbox, records: [first, ...[...kept, record].slice(1 - most.records)] };
}

const isLook = (record: AutomationRecord): boolean => record.kind === "evaluation" && record.evaluation.run === null;

/** Put a notice behind the others; a webhook that stays away costs the oldest. */
export function announced(outbox: Outbox, notice: Notice): Outbox {
  const [first, ...rest] = outbox.notices;
  if (first === undefined) return { ...outbox, notices: [notice] };
  return { ...outbox, notices: [first, ...[...rest, notice].slice(1 - most.notices)] };
}

/** The first row is kept. */
export const written = (outbox: Outbox): Outbox => ({ ...outbox, records: outbox.records.slice(1) });

/** The first notice was delivered, or given up for a reason. */
export const delivered = (outbox: Outbox, undelivered: string | null): Outbox => ({
  ...outbox,
  notices: outbox.notices.slice(1),
  undelivered,
});
