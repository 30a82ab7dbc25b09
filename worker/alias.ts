import { createSecretKey } from "node:crypto";
import type { Config } from "../config.ts";
import type { DatabaseRole } from "../db/database-role.ts";
import { aliasOf } from "../pii/alias.ts";
import { openKeys } from "./keys.ts";
import type { Waiting } from "./until-it-answers.ts";

/** People's names for consumers: all that the API knows of keys. */
export type Alias = {
  readonly aliasOf: (consumer: string, pid: string) => string;
  /** The vault that wraps its key, as it names itself; undefined where the setting holds the key. */
  readonly kek?: string;
  readonly close: () => Promise<void>;
};

/** The alias key of the setting; without one the root key of the identity store, which is opened for it and closed again. */
export async function openAlias(
  config: Config,
  dataDir: string,
  waiting: Waiting,
  role?: DatabaseRole,
): Promise<Alias> {
  const close = async (): Promise<void> => undefined;
  if (config.ALIAS_KEY !== undefined) {
    const key = createSecretKey(Buffer.from(config.ALIAS_KEY, "base64"));
    return { aliasOf: (consumer, pid) => aliasOf(key, consumer, pid), close };
  }
  const keys = await openKeys(config, dataDir, waiting, role);
  await keys.close();
  return { aliasOf: keys.aliasOf, kek: keys.kek.describe(), close };
}
