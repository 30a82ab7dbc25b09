import type { DeclaredAsset } from "../../core/deploy/declared-graph.ts";
import { tablePrefix } from "../../core/load-keys.ts";
import { workflowId } from "../../workflows/contracts/ids.ts";

/** What an asset that is no longer declared leaves behind, and how each of it goes. `rows` is null where no table is stored. */
export type Remains = {
  readonly asset: string;
  readonly kind: DeclaredAsset["kind"];
  readonly tables: readonly string[];
  readonly rows: number | null;
  /** Steps, each once nobody needs it any more. */
  readonly drop: readonly string[];
};

/** A table that the database has. */
export type StoredTable = { readonly schema: string; readonly table: string };

/** What remains of a removed asset. */
export function remainsOf(
  { key, kind, words }: DeclaredAsset,
  stored: readonly StoredTable[],
  rows: ReadonlyMap<string, number>,
): Remains {
  const schemas = kind === "mart" ? ["mart"] : ["open", "sealed"];
  const tables = stored
    .filter(({ schema, table }) => table === key && schemas.includes(schema))
    .map(({ schema }) => `${schema}.${key}`);
  const prefix = tablePrefix(String(words["source"]), key);
  return {
    asset: key,
    kind,
    tables,
    rows: tables.length === 0 ? null : (rows.get(key) ?? 0),
    drop: [
      ...(tables.length === 0
        ? []
        : [
            `\`sillage generate drop_${key} --allow-destructive\` writes the migration that drops ${tables.join(" and ")}`,
          ]),
      ...(kind === "mart" ? [] : [`what was landed lies under \`${prefix}\` in the bucket: delete it there`]),
      `its entity goes on: \`temporal workflow terminate --workflow-id ${workflowId.asset(key)}\``,
    ],
  };
}
