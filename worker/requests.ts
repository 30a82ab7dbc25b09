import { ulid } from "ulid";
import type { Clock } from "../core/ports/clock.ts";
import type { Erasures } from "../core/ports/erasures.ts";
import { mergedRecords } from "../db/declare/merged-records.ts";
import { personMisfits } from "../db/declare/person-misfits.ts";
import { personRows, personSealed } from "../db/declare/person-rows.ts";
import { createErasures } from "../pii/create-erasures.ts";
import { findTrial } from "../pii/trial.ts";
import { createRequestDesk, type RequestDesk } from "../pii/request-desk.ts";
import type { Parts } from "./compose.ts";
import type { Keys } from "./keys.ts";

/** Erasures of a process that holds keys. */
export const erasuresOf = (
  { identity, kek, opener, exportOpener }: Pick<Keys, "identity" | "kek" | "opener" | "exportOpener">,
  { deployed, database, store, facts }: Pick<Parts, "deployed" | "database" | "store" | "facts">,
): Erasures => {
  const { tables, register } = deployed.graph.spec;
  const trialOf = (pid: string) => findTrial({ database, opener: exportOpener, tables, sealedOf: personSealed }, pid);
  return createErasures({ identity, kek, opener, database, store, tables, register, facts, trialOf });
};

/** The desk for requests of people, of a process that holds keys. */
export const requestDeskOf = (
  { identity, kek, exportOpener }: Pick<Keys, "identity" | "kek" | "exportOpener">,
  { deployed, database }: Pick<Parts, "deployed" | "database">,
  clock: Clock,
): RequestDesk =>
  createRequestDesk({
    identity,
    kek,
    opener: exportOpener,
    database,
    tables: deployed.graph.spec.tables,
    rowsOf: personRows,
    sealedOf: personSealed,
    misfitsOf: personMisfits,
    mergedOf: mergedRecords,
    now: () => clock.now(),
    newId: () => ulid(),
  });
