import type { Mark } from "../core/manifest.ts";
import type { LoadState, PassClaim } from "../core/ports/database.ts";
import { joinClaims } from "../core/watermark/join-claims.ts";

/** A mark as databases keep it: JSON, null where nothing was marked. */
export type StoredMark = { readonly mark: string | null };
/** With the last load of a table's own passes that was refused for what was landed; null for none. */
export type StoredRefused = StoredMark & { readonly refused: string | null };
/** How far an asset is loaded, as databases keep it. */
export type StoredLoaded = StoredMark & { readonly through: string | null };
/** The claim of a merged load that waits, as databases keep it: JSON. */
export type StoredClaim = { readonly loadId: string; readonly claim: string };

/** The mark that is kept. */
function markOf(stored: StoredMark): Mark {
  const { load: _load, ...mark } = keptOf(stored);
  return mark;
}

/** The mark before a gap that a refused load left, undefined where it left none: a pass that began after that load and joined the mark read again what it held. */
export function markBefore(stored: StoredRefused | undefined): Mark | undefined {
  if (stored === undefined || stored.refused === null) return undefined;
  return stored.refused > (keptOf(stored).load ?? "") ? markOf(stored) : undefined;
}

/** A claim to keep with its load; null for none, and always of a foreign load. */
export const claimText = ({ origin }: Pick<LoadState, "origin">, claim: PassClaim | null): string | null =>
  origin !== "run" || claim === null ? null : JSON.stringify(claim);

/** `joinClaims` on what a database keeps; a table without a row in its state knows nothing. */
export function joinStored(
  known: StoredLoaded | undefined,
  waiting: readonly StoredClaim[],
): { readonly through: string | null; readonly mark: string; readonly joined: readonly string[] } {
  const { loaded, joined } = joinClaims(
    { through: known?.through ?? null, mark: known === undefined ? {} : markOf(known) },
    waiting.map(({ loadId, claim }) => ({ loadId, ...claimOf(claim) })),
  );
  const load = [...joined, (known && keptOf(known).load) ?? ""].toSorted().at(-1);
  return { through: loaded.through, mark: JSON.stringify({ ...loaded.mark, ...(load && { load }) }), joined };
}

/** Beside the mark, the last load that joined it. */
const keptOf = ({ mark }: StoredMark): Mark & { readonly load?: string } => (mark === null ? {} : JSON.parse(mark));
const claimOf = (text: string): PassClaim => JSON.parse(text);
