import type { AuditEntry } from "../core/ports/audit.ts";

/** Statements on a connection, whatever the dialect. */
export type Scope = {
  readonly query: <Row = Record<string, unknown>>(text: string, params: readonly unknown[]) => Promise<Row[]>;
};

/** A session whose transactions are on connections of a dialect's kind. */
export type Session<On extends Scope = Scope> = Scope & {
  readonly transaction: <Result>(work: (scope: On) => Promise<Result>, signal?: AbortSignal) => Promise<Result>;
};

/** What a dialect says for the audit and the settings that it records. `instant` is an ISO instant as its parameters take one. */
export type AuditStatements = {
  readonly audit: Readonly<
    Record<
      "record" | "list" | "individual" | "saveControl" | "control" | "materialisations" | "rates" | "setRate",
      string
    >
  >;
  readonly throttle: Readonly<Record<"state" | "change", string>>;
  readonly instant: (iso: string) => string;
};

/** Write one change down; one that is known stays. */
export async function recordEntry(scope: Scope, { audit, instant }: AuditStatements, entry: AuditEntry): Promise<void> {
  const { id, at, what, subject, who, why, oldValue, newValue } = entry;
  await scope.query(audit.record, [id, instant(at), what, subject, who, why, oldValue, newValue]);
}
