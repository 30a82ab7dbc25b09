/** When the bucket was listed last, recently and in full, and how often it is listed. Milliseconds. */
export type ListingTimes = { readonly listEvery: number; readonly listedAt: number; readonly listedFullAt: number };

const hour = 3_600_000;

/** How far the next look lists: in full once a day, and whenever the looks stopped for so long that a recent listing might miss a load. */
export function dueReach(now: number, { listEvery, listedAt, listedFullAt }: ListingTimes): "none" | "recent" | "full" {
  if (now - listedAt < listEvery) return "none";
  return now - listedFullAt >= 24 * hour || now - listedAt >= 12 * hour ? "full" : "recent";
}
