import type { BackfillWindow } from "../core/backfill/window-of.ts";
import { ulid } from "./adapters/ulid.ts";
import type { Pass } from "./start-pass.ts";

const dayMs = 86_400_000;

/** A pass over a window of history, which moves no mark. Without an upper end it lasts, as a pass does, until a day ahead. */
export function windowPass(
  table: string,
  { since, until }: Extract<BackfillWindow, { kind: "instants" }>,
  now: Date,
): Pass {
  return {
    table,
    loadId: ulid(now.getTime()),
    day: now.toISOString().slice(0, 10),
    fence: 0,
    mark: {},
    pass: since === null ? "full" : "incremental",
    since,
    version: null,
    until: until ?? new Date(now.getTime() + dayMs).toISOString(),
    origin: "backfill",
  };
}
