import type { LoadProgress } from "./load-board.ts";

type Part = { readonly rows: number; readonly rawBytes: number };

/** What of a load is in its table already. */
export type LoadMeter = {
  readonly staged: () => void;
  readonly merged: (part: Part) => void;
  readonly now: () => Omit<LoadProgress, "table" | "loadId" | "ms">;
};

/** A meter of a load's parts, none of which is staged. */
export function createLoadMeter(parts: readonly Part[]): LoadMeter {
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const bytes = parts.reduce((sum, part) => sum + part.rawBytes, 0);
  let [staged, merged, mergedBytes] = [0, 0, 0];
  return {
    staged: () => void staged++,
    merged(part) {
      merged++;
      mergedBytes += part.rawBytes;
    },
    now: () => ({ parts: parts.length, staged, merged, rows, bytes, mergedBytes }),
  };
}
