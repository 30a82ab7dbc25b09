import { Context } from "@temporalio/activity";
import { SillageError } from "../core/errors.ts";
import {
  cutoffOf,
  duePage,
  retentionReport,
  type Retention,
  type RetentionReport,
} from "../core/register/retention.ts";
import type { ActivityDeps } from "./deps.ts";

/** Whose retention, and the day on which those who are due were last seen, or before. */
export type RetentionDue = Pick<RetentionReport, "subject" | "cutoff">;
/** People whose erasure was asked for, and those whom the identity store did not know any more. */
export type ErasuresAsked = { readonly requested: number; readonly unknown: number };

type Deps = Pick<ActivityDeps, "retentions" | "database" | "clock" | "erasureRequests">;

/** Before every pseudonym, and that of nobody, which is never due. */
const beforeAll = "00000000-0000-0000-0000-000000000000";

/** Who was kept for as long as is declared: counted for workflows, named to the port that erases alone. */
export function createRetentionActivities(deps: Deps) {
  return {
    /** How each retention stands by the clock that rules. */
    reportRetention: async (): Promise<readonly RetentionReport[]> => {
      const reports: RetentionReport[] = [];
      for (const { spec, counts } of deps.retentions) {
        const cutoff = cutoffOf(spec, deps.clock.now());
        const [row] = await deps.database.read(counts(cutoff));
        reports.push(retentionReport(spec, cutoff, row));
      }
      return reports;
    },
    /** Ask for the erasure of everybody who is due; done again it asks for nobody twice. Throws what the port throws. */
    requestErasures: async ({ subject, cutoff }: RetentionDue): Promise<ErasuresAsked> => {
      const asked = { requested: 0, unknown: 0 };
      for await (const pid of duePeople(deps, retentionOf(deps.retentions, subject), cutoff)) {
        Context.current().cancellationSignal.throwIfAborted();
        asked[await requested(deps, pid)] += 1;
        Context.current().heartbeat(asked);
      }
      return asked;
    },
  };
}

function retentionOf(retentions: readonly Retention[], subject: string): Retention {
  const found = retentions.find(({ spec }) => spec.subject === subject);
  if (found !== undefined) return found;
  throw new SillageError({
    code: "retention.unknown",
    message: `Nothing says how long a ${subject} is kept.`,
    fix: "Deploy all workers with the same declarations.",
  });
}

async function* duePeople({ database }: Deps, { due }: Retention, cutoff: string): AsyncGenerator<string> {
  for (let after = beforeAll; ;) {
    const rows = await database.read(due(cutoff, after, duePage));
    for (const row of rows) yield String(row["pid"]);
    if (rows.length < duePage) return;
    after = String(rows.at(-1)?.["pid"]);
  }
}

async function requested({ erasureRequests }: Deps, pid: string): Promise<keyof ErasuresAsked> {
  try {
    await erasureRequests.request(pid, "retention");
    return "requested";
  } catch (error) {
    if (error instanceof SillageError && error.code === "pii.unknown-person") return "unknown";
    throw error;
  }
}
