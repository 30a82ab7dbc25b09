import type { Config } from "../config.ts";
import type { IndexRotation } from "../core/ports/index-rotation.ts";
import type { PersonRotation } from "../core/ports/person-rotation.ts";
import { indexedValues } from "../db/declare/indexed-values.ts";
import { personMisfits } from "../db/declare/person-misfits.ts";
import { personSealed } from "../db/declare/person-rows.ts";
import { createIndexRotation } from "../pii/index-rotation.ts";
import { createPersonRotation } from "../pii/person-rotation.ts";
import type { Parts } from "./compose.ts";
import type { Keys } from "./keys.ts";

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

/** The rotation of people's keys of a process that holds keys. */
export const personRotationOf = (
  { identity, kek }: Pick<Keys, "identity" | "kek">,
  { config, deployed, database }: Pick<Parts, "deployed" | "database"> & { readonly config: Config },
): PersonRotation =>
  createPersonRotation({
    identity,
    kek,
    database,
    tables: deployed.graph.spec.tables,
    deployment: config.SILLAGE_DEPLOYMENT,
    sealedOf: personSealed,
    misfitsOf: personMisfits,
  });
