import { createHash } from "node:crypto";
import type { Shelf } from "./shelf.ts";
import type { Volume } from "./volume.ts";
import { startClock, World } from "./world.ts";

/** What the simulator's state is a pure function of. */
export type Recipe = { readonly seed: number; readonly volume: Volume; readonly advances: readonly number[] };

/** One table of the ledger of truth: its rows, and the SHA-256 (hex) of their JSON in order, a line each. */
export type LedgerEntry = { readonly rows: number; readonly checksum: string };

/** Counts and checksum of every table of a world. */
export const ledgerOf = (world: World): Readonly<Record<string, LedgerEntry>> =>
  Object.fromEntries([...world.shelves].map(([table, shelf]) => [table, entryOf(shelf)]));

function entryOf(shelf: Shelf): LedgerEntry {
  const hash = createHash("sha256");
  for (const row of shelf.sorted()) hash.update(`${JSON.stringify(row)}\n`);
  return { rows: shelf.size, checksum: hash.digest("hex") };
}

/**
 * The world as it was at an instant (milliseconds on its clock), made again from its recipe. Undefined between two of
 * the instants at which its clock stood: what happened within a day of activity cannot be told apart afterwards.
 */
export function worldAt({ seed, volume, advances }: Recipe, at: number): World | undefined {
  const world = new World(seed, volume, Math.min(at, startClock));
  for (const hours of advances)
    for (let left = hours; left > 0 && world.clock < at; left -= 24) world.advance(Math.min(left, 24));
  return world.clock === at ? world : undefined;
}
