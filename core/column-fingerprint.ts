import { fingerprint } from "./fingerprint.ts";
import type { TableSpec } from "./spec/asset.ts";

/** Words that change nothing of which rows fit. */
const silent: ReadonlySet<string> = new Set(["doc", "indexed", "processing"]);

/** Tells apart what a table's columns are declared as: the same for two declarations under which the same rows fit. */
export const columnFingerprint = (table: TableSpec): string =>
  fingerprint(JSON.stringify(table.columns, (name, value: unknown) => (silent.has(name) ? undefined : value)));
