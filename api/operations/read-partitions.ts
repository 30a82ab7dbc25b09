import { failedDay } from "../../core/partition/failed-days.ts";
import {
  daysOfMart,
  placeOf,
  rangesOf,
  type PagePlace,
  type PartitionRange,
} from "../../core/partition/partition-page.ts";
import { SillageError } from "../../core/errors.ts";
import type { AssetSpec, MartSpec } from "../../core/spec/asset.ts";
import { failedPartitions, partitionRows, partitionSpan, stalePartitions } from "../../db/declare/partition-reads.ts";
import type { Database } from "../../core/ports/database.ts";

/** A page of a mart's partitions; `place` is null of a mart that has not begun. */
export type PartitionPage = {
  readonly asset: string;
  readonly place: PagePlace | null;
  readonly ranges: readonly PartitionRange[];
};

/** The mart that an asset is. Throws `asset.no-partitions`. */
export function partitioned(asset: AssetSpec): MartSpec {
  if (asset.kind === "mart") return asset;
  throw new SillageError({
    code: "asset.no-partitions",
    message: `${asset.key} is a table, which has no partitions.`,
    fix: "Name a mart; how far a table is loaded stands in `sillage assets show`.",
  });
}

/** One page of a mart's days: rows of each day from the mart itself, what became stale from the materialisations since its last build, failures from what each attempt at them left. */
export async function readPartitions(
  database: Pick<Database, "read">,
  mart: Pick<MartSpec, "key" | "deps" | "version" | "partitions">,
  { page, now }: { readonly page: number; readonly now: Date },
): Promise<PartitionPage> {
  const { key } = mart;
  const [span] = await database.read(partitionSpan({ key }));
  const [first, last] = [span?.["first"], span?.["last"]];
  const filledDays = typeof first === "string" && typeof last === "string" ? { first, last } : undefined;
  const days = daysOfMart(mart.partitions, filledDays, now);
  if (days === undefined) return { asset: key, place: null, ranges: [] };
  const place = placeOf(days, page);
  const [rows, changed, [attempts]] = await Promise.all([
    database.read(partitionRows({ key }, place)),
    database.read(stalePartitions(mart, place)),
    database.read(failedPartitions({ key })),
  ]);
  const filled = rows.map((row) => ({ day: String(row["day"]), rows: Number(row["rows"]) }));
  const stale = new Set(changed.map((row) => row["day"]));
  const failed = failedDay(String(attempts?.["failed"] ?? ""), place);
  const held = { filled, stale: (day: string) => stale.has(null) || stale.has(day), failed };
  return { asset: key, place, ranges: rangesOf(place, held) };
}
