import { without } from "../../core/backfill/ranges.ts";
import type { Track } from "../../core/backfill/track.ts";
import { backfillBoard } from "../../workflows/logic/backfill-board.ts";
import { backfillProgress } from "../../workflows/logic/backfill-progress.ts";

/** One partition in so many failed. */
const everyFailed = 1_000;

/** What a change of one of so many partitions costs: its range taken out, all counted, the page written. */
export function pageOfMany(count: number): { readonly bytes: number; readonly page: number } {
  const half = Math.floor(count / 2);
  const failed = Array.from({ length: Math.floor(half / everyFailed) }, (_, at) => at * everyFailed).join(",");
  const todo = without(`${half}-${count - 1}`, half + 1);
  const track: Track = {
    asset: "sales_daily",
    kind: "mart",
    source: null,
    after: [],
    cut: { kind: "days", from: "2024-01-01", to: "2024-01-01", days: 1 },
    windows: count,
    todo,
    failed,
    skipped: "",
    cancelled: "",
    rows: 0,
  };
  const state = { v: 1, tracks: [track], concurrency: 4, paused: false, cancelling: false } as const;
  const told = { recent: [], failures: [], refused: null, behind: [] };
  const page = backfillBoard(backfillProgress({ ...state, ...told }, () => 1, 0));
  return { bytes: todo.length + failed.length, page: page.length };
}
