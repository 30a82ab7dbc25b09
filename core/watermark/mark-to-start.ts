import type { Mark } from "../manifest.ts";
import { isReached } from "./is-reached.ts";

/**
 * The mark that a pass starts from: the landed one, unless landing went beyond what is loaded over a load that was
 * refused. Then it is the loaded one, so that the pass brings what the refused one held and closes the gap. Everything is
 * read (`{}`) where a reading of everything is among what is not loaded. `loaded` is undefined where nothing was refused.
 */
export function markToStart(landed: Mark, loaded: Mark | undefined): Mark {
  if (loaded === undefined || isReached(landed, loaded)) return landed;
  const { lastFull } = landed;
  return isReached({ ...(lastFull !== undefined && { lastFull }) }, loaded) ? loaded : {};
}
