import { ageOf } from "../core/freshness/age-of.ts";
import type { AssetMirror } from "../core/ports/database.ts";

/** What an entity is told of a mirror's loaded mark at an instant of the clock that rules: the instant (ISO), the mark, and how old the data is (ms); null where nothing was loaded. */
export const loadedMark = (mirror: Pick<AssetMirror, "loadedThrough"> | undefined, now: Date) => {
  const loadedThrough = mirror?.loadedThrough ?? null;
  return { at: now.toISOString(), loadedThrough, ageMs: ageOf(loadedThrough, now) };
};
