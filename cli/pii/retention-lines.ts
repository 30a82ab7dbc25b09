import type { RetentionReport } from "../../core/register/retention.ts";
import { toTable } from "../output.ts";

/** How retentions stand, for people. */
export const retentionLines = (reports: readonly RetentionReport[]): readonly string[] =>
  reports.length === 0
    ? ["No retention is declared: the deployment holds nobody."]
    : toTable(
        ["who", "kept", "people", "due", "days overdue", "next due"],
        reports.map(({ subject, years, people, due, daysOverdue, nextDue }) => [
          subject,
          `${years} years`,
          people,
          due,
          daysOverdue,
          nextDue,
        ]),
      );
