import type { Context } from "hono";
import { streamSSE, type SSEStreamingApi } from "hono/streaming";
import type { ProgressFeed } from "./progress-feed.ts";

/** How a stream ends before its reader does. `lastsMs`: it is closed then, and begun anew by whoever still may. */
type Ends = { readonly lastsMs: number; readonly signal?: AbortSignal };

/** So that whatever lies between knows that the stream is alive. Milliseconds. */
const beatMs = 15_000;
/** A reader that was cut off comes back after this. Milliseconds. */
const retryMs = 5_000;

/**
 * Answer with server-sent events `progress`, each the whole of what is on its way: a reader that is slow is told the last
 * one alone, and one that missed some has lost nothing. A comment is sent in between.
 */
export const progressStream = (context: Context, feed: ProgressFeed, ends: Ends): Response => {
  context.header("X-Accel-Buffering", "no");
  return streamSSE(context, (stream) => follow(stream, feed, ends));
};

async function follow(stream: SSEStreamingApi, feed: ProgressFeed, { lastsMs, signal }: Ends): Promise<void> {
  let told: string | undefined;
  const ended = new AbortController();
  let wake = (): void => undefined;
  const end = (): void => {
    ended.abort();
    wake();
  };
  const forget = feed.listen((now) => {
    told = now;
    wake();
  });
  const timers = [setTimeout(end, lastsMs), setInterval(() => wake(), beatMs)];
  stream.onAbort(end);
  signal?.addEventListener("abort", end);
  await stream.write(`retry: ${retryMs}\n\n`);
  while (!ended.signal.aborted) {
    const data = told;
    told = undefined;
    await (data === undefined ? stream.write(":\n\n") : stream.writeSSE({ event: "progress", data }));
    if (told === undefined && !ended.signal.aborted) await new Promise<void>((resolve) => void (wake = resolve));
  }
  for (const timer of timers) clearTimeout(timer);
  signal?.removeEventListener("abort", end);
  forget();
}
