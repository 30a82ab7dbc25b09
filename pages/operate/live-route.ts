import { readFile } from "node:fs/promises";
import type { Hono } from "hono";
import type { ApiDeps } from "../../api/deps.ts";
import { createProgressFeed } from "../../api/operations/progress-feed.ts";
import { progressStream } from "../../api/operations/progress-stream.ts";
import type { PagesEnv } from "../login/guard.ts";
import type { Sessions } from "../login/session.ts";

const script = new URL("live.js", import.meta.url);
/** Where the script of pages that follow what runs is. */
export const liveScript = "/operate/live.js";
/** Milliseconds. */
const lastsMs = 15 * 60_000;
const most = 100;

/** Mount what pages follow runs and backfills by: the events, which end with the session, and the script that listens to them. */
export function mountLive(app: Hono<PagesEnv>, { operations }: Pick<ApiDeps, "operations">, sessions: Sessions): void {
  const feed = createProgressFeed(operations);
  app.get("/operate/events", (context) => {
    // 204 tells a browser not to come back by itself.
    if (feed.listeners() >= most) return context.body(null, 204);
    const { id, ends } = context.get("session");
    return progressStream(context, feed, {
      lastsMs: Math.min(lastsMs, Math.max(0, ends * 1000 - Date.now())),
      signal: sessions.endOf(id),
    });
  });
  app.get(liveScript, async (context) =>
    context.body(await readFile(script, "utf8"), 200, {
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": "private, max-age=3600",
    }),
  );
}
