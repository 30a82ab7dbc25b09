import type { Context } from "hono";
import type { DeclaredKpi } from "../db/declare/kpi.ts";
import type { ApiEnv } from "./caller.ts";
import type { ApiDeps } from "./deps.ts";
import type { ParameterError, Question } from "./kpi-question.ts";

/** The header in which a caller of a KPI about single people says what for. */
export const purposeHeader = {
  in: "header" as const,
  name: "Sillage-Purpose",
  required: false,
  description: "What the answer is for, for the audit, in at most 300 characters: never whom it is about.",
  schema: { type: "string" as const, maxLength: 300 },
};

/** What caches are told of an answer about single people: each look is a call of its own. */
export const individualCaching = "private, no-cache";

/** What does not fit in the purpose that a caller of a KPI about single people told. */
export const purposeErrors = (context: Context, kpi: DeclaredKpi): readonly ParameterError[] =>
  kpi.individual && (context.req.header(purposeHeader.name)?.length ?? 0) > purposeHeader.schema.maxLength
    ? [{ path: purposeHeader.name, rule: "too_big" }]
    : [];

/** Which KPI answers what, and what is told of its rows. */
type IndividualAnswer = { readonly kpi: DeclaredKpi; readonly question: Question; readonly said: string };

/** Write down that an answer about single people leaves: whose call, what for, of which days and base, and `said` of its rows; never a value of it. Rejects where it could not be written: then nothing may leave. */
export function auditIndividual(
  context: Context<ApiEnv>,
  { database, clock }: Pick<ApiDeps, "database" | "clock">,
  { kpi, question, said }: IndividualAnswer,
): Promise<void> {
  const { from, to, site } = question.range;
  const base = site === undefined ? "" : ` of base ${site}`;
  return database.recordAudit(
    {
      id: crypto.randomUUID(),
      at: clock.now().toISOString(),
      what: "kpi.individual",
      subject: kpi.spec.key,
      who: context.get("caller").id,
      why: context.req.header(purposeHeader.name)?.trim() || "not told",
      oldValue: null,
      newValue: `${from} to ${to}${base}, ${said}`,
    },
    null,
  );
}
