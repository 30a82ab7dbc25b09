import type { Mark } from "../manifest.ts";
import { laterMark } from "./later-mark.ts";

/** Whether a mark lies nowhere beyond the one that was reached. */
export function isReached(mark: Mark, reached: Mark): boolean {
  const { watermark, version, lastFull } = laterMark(reached, mark);
  return watermark === reached.watermark && version === reached.version && lastFull === reached.lastFull;
}
