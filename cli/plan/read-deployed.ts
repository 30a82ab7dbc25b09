import { compareGraphs, type GraphChanges } from "../../core/deploy/compare-graphs.ts";
import type { DeclaredGraph } from "../../core/deploy/declared-graph.ts";
import { SillageError } from "../../core/errors.ts";
import { median } from "../../core/median.ts";
import { landedSizes, lastBuilds, storedCounts, storedTables } from "../../db/declare/operator-reads.ts";
import type { RemoteDatabase } from "../../worker/control-client.ts";
import type { DeployedFacts } from "./plan-deploy.ts";
import type { StoredTable } from "./remains.ts";
import { nothingDeployed } from "./nothing-deployed.ts";
import { usualRate } from "./usual-rate.ts";

type Counted = { readonly key: string; readonly kind: "table" | "mart" };

/** Assets counted in one statement. */
const countedAtOnce = 100;

/** Ask the database what is deployed, and count what would be done again: nothing else is counted, since that reads it. */
export async function readDeployed(
  database: RemoteDatabase,
  code: DeclaredGraph,
  rate: number | undefined,
): Promise<DeployedFacts> {
  const deployed = await ifThere(database.lastDeployed(), undefined);
  const changes = compareGraphs(deployed?.graph ?? nothingDeployed, code);
  const tables = (await database.read(storedTables)).map(storedTable);
  return {
    deployed,
    changes,
    tables,
    migrations: await database.unapplied(),
    rows: await countedRows(database, countedOf(changes), tables),
    rowBytes: await rowBytesOf(database),
    buildMs: await buildMsOf(database, countedOf(changes)),
    rate: rate ?? (await ifThere(storedRate(database), usualRate)),
  };
}

/** Assets that something of what is stored hangs on: those done again, those that follow, those removed. */
function countedOf({ assets, stale }: GraphChanges): readonly Counted[] {
  const changed = assets.filter(({ redo, change }) => change === "removed" || (redo && change === "changed"));
  return [...changed, ...stale].map(({ asset, kind }) => ({ key: asset, kind }));
}

async function countedRows(
  database: RemoteDatabase,
  assets: readonly Counted[],
  tables: readonly StoredTable[],
): Promise<ReadonlyMap<string, number>> {
  const stored = new Set(tables.map(({ schema, table }) => `${schema}.${table}`));
  const there = assets.filter(({ key, kind }) => stored.has(`${kind === "mart" ? "mart" : "open"}.${key}`));
  const rows = new Map<string, number>();
  for (let at = 0; at < there.length; at += countedAtOnce)
    for (const row of await database.read(storedCounts(there.slice(at, at + countedAtOnce))))
      rows.set(String(row["asset"]), Number(row["rows"]));
  return rows;
}

const storedRate = async (database: RemoteDatabase): Promise<number> =>
  (await database.throttleState("default")).bytesPerSecond;

async function rowBytesOf(database: RemoteDatabase): Promise<ReadonlyMap<string, number>> {
  const sizes = await ifThere(database.read(landedSizes), []);
  return new Map(
    sizes
      .filter((row) => Number(row["rows"]) > 0)
      .map((row) => [String(row["asset"]), Math.round(Number(row["bytes"]) / Number(row["rows"]))]),
  );
}

/** How long marts that are done again take: the median of their last builds. */
async function buildMsOf(database: RemoteDatabase, assets: readonly Counted[]): Promise<ReadonlyMap<string, number>> {
  const marts = assets.filter(({ kind }) => kind === "mart").map(({ key }) => key);
  if (marts.length === 0) return new Map();
  const builds = Map.groupBy(await ifThere(database.read(lastBuilds(marts)), []), (row) => String(row["asset"]));
  return new Map([...builds].map(([asset, rows]) => [asset, median(rows.map((row) => Number(row["ms"])))]));
}

const storedTable = (row: Readonly<Record<string, unknown>>): StoredTable => ({
  schema: String(row["schema"]),
  table: String(row["table"]),
});

/** What a database that was never migrated, or not as far as this code, has not got. */
const ifThere = <Answer>(asked: Promise<Answer>, otherwise: Answer): Promise<Answer> =>
  asked.catch((error: unknown) =>
    error instanceof SillageError && error.code === "db.not-migrated" ? otherwise : Promise.reject(error),
  );
