import type { LoadFolder } from "./load-keys.ts";

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** The folder that a hand-dropped object's load lies in: its day is the load id's own, so that a retry on a later day finds what an earlier one landed. */
export const foreignFolder = (table: string, loadId: string): LoadFolder => ({
  source: "inbox",
  table,
  day: dayOfLoad(loadId),
  loadId,
});

/** The UTC day, YYYY-MM-DD, of the instant in a load id's first ten characters. */
export function dayOfLoad(loadId: string): string {
  let time = 0;
  for (const digit of loadId.slice(0, 10)) time = time * 32 + Math.max(0, alphabet.indexOf(digit));
  return new Date(Math.min(time, 8.64e15)).toISOString().slice(0, 10);
}
