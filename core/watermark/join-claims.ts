import type { Mark } from "../manifest.ts";
import type { PassClaim } from "../ports/database.ts";
import { isReached } from "./is-reached.ts";
import { laterMark } from "./later-mark.ts";

/** How far a table is loaded without a gap: the instant up to which it is complete (null when unknown), and the mark that its merged passes came to. */
export type Loaded = { readonly through: string | null; readonly mark: Mark };
/** The claim of a merged load that is not in the loaded mark yet. */
export type WaitingClaim = PassClaim & { readonly loadId: string };

/**
 * Moves the loaded mark over the claims that join it, and names those that go on waiting. A pass that started where no
 * merged one had come to left a gap before it (a load refused, still open or never found), which only that load or a pass
 * that read everything closes: until then it claims nothing. So does a pass after a reading of everything that is not
 * merged: what only such a reading brings is missing. Never moves back.
 */
export function joinClaims(
  known: Loaded,
  waiting: readonly WaitingClaim[],
): { readonly loaded: Loaded; readonly joined: readonly string[] } {
  let loaded = known;
  const joined: string[] = [];
  for (;;) {
    const next = waiting.find((claim) => !joined.includes(claim.loadId) && joins(claim, loaded.mark));
    if (next === undefined) return { loaded, joined };
    joined.push(next.loadId);
    loaded = { through: later(loaded.through, next.completeThrough), mark: laterMark(loaded.mark, next.to) };
  }
}

const joins = ({ from }: PassClaim, reached: Mark): boolean => from === null || isReached(from, reached);

const later = (known: string | null, told: string): string => (known === null || told > known ? told : known);
