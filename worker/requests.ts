import { ulid } from "ulid";
import type { Clock } from "../core/ports/clock.ts";
import type { Erasures } from "../core/ports/erasures.ts";
import type { IndexRotation } from "../core/ports/index-rotation.ts";
import { indexedValues } from "../db/declare/indexed-values.ts";
import { personMisfits } from "../db/declare/person-misfits.ts";
import { personRows, personSealed } from "../db/declare/person-rows.ts";
import { createErasures } from "../pii/create-erasures.ts";
import { createIndexRotation } from "../pii/index-rotation.ts";
import { createRequestDesk, type RequestDesk } from "../pii/request-desk.ts";
import type { Parts } from "./compose.ts";
import type { Keys } from "./keys.ts";

/** Erasures of a process that holds keys. */
export const erasuresOf = (
  { identity, kek, opener }: Pick<Keys, "identity" | "kek" | "opener">,
  { deployed, database, store }: Pick<Parts, "deployed" | "database" | "store">,
): Erasures => createErasures({ identity, kek, opener, database, store, tables: deployed.graph.spec.tables });

/** The rotation of blind indexes of a process that holds keys. */
export const indexRotationOf = (
  { identity, kek, exportOpener }: Pick<Keys, "identity" | "kek" | "exportOpener">,
  { deployed, database }: Pick<Parts, "deployed" | "database">,
): IndexRotation =>
  createIndexRotation({
    identity,
    kek,
    opener: exportOpener,
    database,
    tables: deployed.graph.spec.tables,
    valuesOf: indexedValues,
    misfitsOf: personMisfits,
  });

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
    now: () => clock.now(),
    newId: () => ulid(),
  });
