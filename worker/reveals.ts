import type { Client } from "@temporalio/client";
import type { Config } from "../config.ts";
import type { LandedRow } from "../core/landed-row.ts";
import type { Alerts } from "../core/ports/alerts.ts";
import type { Clock } from "../core/ports/clock.ts";
import type { Database } from "../core/ports/database.ts";
import type { ObjectStore } from "../core/ports/object-store.ts";
import type { BulkWork, RevealAudit, Reveals } from "../core/ports/reveals.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import { valueText } from "../core/value-text.ts";
import type { DeployedGraph } from "../db/declare/graph.ts";
import { revealRows } from "../db/declare/reveal-rows.ts";
import { createKeyring } from "../pii/keyring.ts";
import { bulkFiles } from "../pii/reveals/bulk-files.ts";
import { createBulkWork } from "../pii/reveals/bulk-work.ts";
import { createReveals, type RevealDeps } from "../pii/reveals/create-reveals.ts";
import { forgetReveals } from "../pii/reveals/forget-reveals.ts";
import type { PersonRows } from "../pii/reveals/open-person.ts";
import { createRevealAudit } from "../pii/reveals/reveal-audit.ts";
import { createRevealChain } from "../pii/reveals/reveal-chain.ts";
import { tablePlan } from "../pii/table-plan.ts";
import { queue, workflowId } from "../workflows/contracts/ids.ts";
import type { Keys } from "./keys.ts";
import { patientWork } from "./patient-work.ts";
import { requireReplayed } from "./require-replayed.ts";
import { revealAlarm } from "./reveal-alarm.ts";
import { standingReveals, standingWork } from "./standing-reveals.ts";
import { temporalAway } from "./temporal-away.ts";

/** What opens sealed values for people, and its audit. */
export type RevealService = {
  readonly reveals: Reveals;
  readonly work: BulkWork;
  readonly audit: RevealAudit;
};

/** What the service is made of. `client` is asked for when a bulk reveal is: it need not be there before. */
export type RevealParts = {
  readonly config: Pick<Config, "SILLAGE_DEPLOYMENT" | "REVEALS_PER_HOUR">;
  readonly deployed: DeployedGraph;
  readonly database: Pick<Database, "read" | "erasedThrough" | "lastEntry">;
  readonly store: ObjectStore;
  readonly keys: Pick<Keys, "identity" | "kek" | "opener" | "aliasOf">;
  readonly clock: Clock;
  readonly alerts: Alerts | undefined;
  readonly client: () => Client;
  readonly report: (line: string) => void;
};

/** Compose the reveal service: only a process that holds keys can. */
export function revealService(parts: RevealParts): RevealService {
  const { config, deployed, store, keys, clock, alerts, report } = parts;
  const { identity } = keys;
  const deployment = config.SILLAGE_DEPLOYMENT;
  const keyring = createKeyring(identity, keys.kek);
  const chain = createRevealChain({ identity, keyring, deployment, store, clock, report });
  const deps: RevealDeps = {
    identity,
    chain,
    clock,
    opener: keys.opener,
    aliasOf: keys.aliasOf,
    tables: new Map(deployed.graph.spec.tables.map((table) => [table.key, table])),
    purposes: deployed.reveals,
    perHour: config.REVEALS_PER_HOUR,
    rowsOf: rowsIn(parts.database, deployment),
    files: bulkFiles({ store, keyring, deployment }),
    workflow: bulkWorkflow(parts.client),
    alarm: revealAlarm({ alerts, clock, report }),
    report,
  };
  const standing = () => requireReplayed({ store, database: parts.database, identity });
  const made = createReveals(deps);
  const forget = onceADay(clock, () =>
    forgetReveals(deps).catch(() =>
      report("Lines of the audit that are old enough could not be let go; they are tomorrow."),
    ),
  );
  return {
    reveals: standingReveals({ ...made, reveal: (...asked) => made.reveal(...asked).finally(forget) }, standing),
    work: patientWork(standingWork(createBulkWork(deps), standing)),
    audit: createRevealAudit(deps),
  };
}

/** Do something at the first call of each day. */
function onceADay(clock: Clock, work: () => Promise<unknown>): () => Promise<void> {
  let done = "";
  return async () => {
    const today = clock.now().toISOString().slice(0, 10);
    if (done === today) return;
    done = today;
    await work();
  };
}

/** An approval starts the workflow again where it failed before, or was never started. */
const bulkWorkflow = (client: () => Client): RevealDeps["workflow"] => {
  const told = (request: string) => ({
    workflowId: workflowId.reveal(request),
    taskQueue: queue.control,
    args: [{ request }],
    staticSummary: "Many people's values, once somebody else approved",
  });
  return {
    start: (request) =>
      temporalAway(
        async () =>
          void (await client().workflow.start("bulkReveal", {
            ...told(request),
            workflowIdConflictPolicy: "USE_EXISTING",
          })),
      ),
    approved: (request) =>
      temporalAway(
        async () =>
          void (await client().workflow.signalWithStart("bulkReveal", {
            ...told(request),
            signal: "approve",
            workflowIdReusePolicy: "ALLOW_DUPLICATE",
          })),
      ),
  };
};

/** Rows of the database in the form in which they were landed. */
function rowsIn(database: Pick<Database, "read">, deployment: string): PersonRows {
  return async (table, pid) => {
    const owner = tablePlan(table, deployment).owner?.spec;
    if (owner === undefined) return [];
    const rows = await database.read(revealRows(table, owner, pid));
    return rows.map((row) => ({ ...landed(table, row), _p: pid }));
  };
}

const landed = (table: TableSpec, row: Readonly<Record<string, unknown>>): LandedRow =>
  Object.fromEntries(
    table.columns.flatMap(({ name, physical }) => {
      const value = row[physical];
      if (value === undefined) return [];
      return [[name, value instanceof Uint8Array ? Buffer.from(value).toString("base64url") : textOf(value)]];
    }),
  );

const textOf = (value: unknown): string | null => (value === null ? null : valueText(value));
