import { toTable } from "../output.ts";
import type { PartitionPage } from "../../api/operations/read-partitions.ts";

/** A page of partitions for people. */
export function partitionLines({ asset, place, ranges }: PartitionPage): readonly string[] {
  if (place === null) return [`${asset} has no partitions yet: the first day that it declares is still to come.`];
  const grouped = (count: number): string => count.toLocaleString("en-US");
  return [
    `${asset}: ${grouped(place.partitions)} days, page ${grouped(place.page)} of ${grouped(place.pages)}, newest first`,
    "",
    ...toTable(
      ["from", "to", "days", "state", "rows"],
      ranges.map(({ from, to, days, state, rows }) => [from, to, days, state, rows]),
    ),
  ];
}
