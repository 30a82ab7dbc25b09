import type { Database, Statement } from "../core/ports/database.ts";
import type { ResealedMisfit, ResealedValue } from "../core/ports/reseal.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import { isSealed } from "../core/spec/column.ts";
import { contextSuffix } from "./sealed-value.ts";
import { pidBytes } from "./subjects.ts";
import { tablePlan } from "./table-plan.ts";

/** What reading all that is stored sealed of a person needs: `sealedOf` reads a table's sealed rows of them, `misfitsOf` what quarantine holds of them. */
export type StoredDeps = {
  readonly database: Pick<Database, "read">;
  readonly tables: readonly TableSpec[];
  readonly deployment: string;
  readonly sealedOf: (table: TableSpec, pid: string) => Statement | undefined;
  readonly misfitsOf: (pid: string) => Statement;
};

/** One sealed value of a person: where it stands, and what it is bound to. */
export type StoredValue = {
  readonly table: TableSpec;
  readonly sealed: Buffer;
  readonly prefix: Buffer;
  readonly suffix: Buffer;
  readonly place:
    | ({ readonly kind: "row" } & Pick<ResealedValue, "column" | "keys">)
    | ({ readonly kind: "misfit" } & Pick<ResealedMisfit, "loadId" | "part" | "line">);
};

/** Every sealed value of a person in every table that may hold one, then in quarantine. */
export async function* storedValues(deps: StoredDeps, pid: string): AsyncGenerator<StoredValue> {
  for (const table of deps.tables) yield* rowsOf(deps, table, pid);
  const tables = new Map(deps.tables.map((table) => [table.key, table]));
  for (const row of await deps.database.read(deps.misfitsOf(pid))) {
    const table = tables.get(String(row["table_key"]));
    if (table === undefined || typeof row["sealed"] !== "string") continue;
    yield {
      table,
      sealed: Buffer.from(row["sealed"], "base64url"),
      prefix: tablePlan(table, deps.deployment).unknownPrefix,
      suffix: contextSuffix(pidBytes(pid), ""),
      place: { kind: "misfit", loadId: String(row["load_id"]), part: Number(row["part"]), line: Number(row["line"]) },
    };
  }
}

async function* rowsOf(
  { database, deployment, sealedOf }: StoredDeps,
  table: TableSpec,
  pid: string,
): AsyncGenerator<StoredValue> {
  const statement = sealedOf(table, pid);
  if (statement === undefined) return;
  const plan = tablePlan(table, deployment);
  for (const row of await database.read(statement)) {
    const keys = Object.fromEntries(plan.keyColumns.map(({ spec }) => [spec.physical, row[spec.physical]]));
    const suffix = contextSuffix(pidBytes(pid), Object.values(keys).map(String).join("\u0000"));
    for (const { spec, prefix } of plan.columns) {
      const bytes = row[spec.physical];
      if (!isSealed(spec) || !(bytes instanceof Uint8Array)) continue;
      yield { table, sealed: Buffer.from(bytes), prefix, suffix, place: { kind: "row", column: spec.physical, keys } };
    }
  }
}
