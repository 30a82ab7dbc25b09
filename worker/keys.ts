import { createSecretKey } from "node:crypto";
import type { Config } from "../config.ts";
import type { EpochRotation } from "../core/ports/epoch-rotation.ts";
import type { IdentityStore } from "../core/ports/identity-store.ts";
import type { Opener, Sealer } from "../core/ports/sealer.ts";
import type { DatabaseRole } from "../db/database-role.ts";
import { openIdentityStore } from "../db/identity/open-identity-store.ts";
import { aliasOf } from "../pii/alias.ts";
import { createEpochRotation } from "../pii/epoch-rotation.ts";
import { createExportOpener } from "../pii/create-export-opener.ts";
import { createOpener } from "../pii/create-opener.ts";
import { createSealer } from "../pii/create-sealer.ts";
import type { Kek } from "../pii/kek.ts";
import { createKeyring } from "../pii/keyring.ts";
import { identityTarget } from "./identity-target.ts";
import { openKek } from "./open-kek.ts";
import { untilItAnswers, type Waiting } from "./until-it-answers.ts";

/** What a process that may seal holds: extraction workers. Ingestion and control workers never open it; the API takes `openAlias`. */
export type Keys = {
  readonly identity: IdentityStore;
  readonly kek: Kek;
  readonly sealer: Sealer;
  readonly opener: Opener;
  /** For what is handed to a person themselves: opens restricted people's values too. */
  readonly exportOpener: Opener;
  readonly rotation: EpochRotation;
  readonly aliasOf: (consumer: string, pid: string) => string;
  readonly close: () => Promise<void>;
};

/** Open the identity store, waited for while it resumes, and the key that wraps its keys. `role` as of the database: somebody waits for what an API asks of people. */
export async function openKeys(config: Config, dataDir: string, waiting: Waiting, role?: DatabaseRole): Promise<Keys> {
  const identity = await openIdentityStore(identityTarget({ config, dataDir }), role);
  const kek = await openKek(config, dataDir, waiting.report);
  const aliasKey = await untilItAnswers(async () => {
    await identity.migrate();
    const { ALIAS_KEY } = config;
    const keyring = createKeyring(identity, kek);
    // Made before anybody is erased: a store that is put back to before the first erasure must still know the ledger for its own.
    await keyring.root("erasure-mac");
    return ALIAS_KEY === undefined ? keyring.root("alias") : createSecretKey(Buffer.from(ALIAS_KEY, "base64"));
  }, waiting);
  const made = { identity, kek, deployment: config.SILLAGE_DEPLOYMENT };
  return {
    identity,
    kek,
    sealer: createSealer(made),
    opener: createOpener(made),
    exportOpener: createExportOpener(made),
    rotation: createEpochRotation(identity, kek),
    aliasOf: (consumer, pid) => aliasOf(aliasKey, consumer, pid),
    close: identity.close,
  };
}
