import type { Clock } from "../core/ports/clock.ts";

/** The system's clock, or one that follows a server's `Date` (asked every second): in a demo the simulator's clock rules. */
export async function followedClock(url: string | undefined): Promise<Clock> {
  if (url === undefined) return { now: () => new Date() };
  let now = await dateOf(url);
  setInterval(
    () =>
      void dateOf(url).then(
        (date) => (now = date),
        () => undefined,
      ),
    1_000,
  ).unref();
  return { now: () => now };
}

async function dateOf(url: string): Promise<Date> {
  const response = await fetch(url, { method: "HEAD" });
  return new Date(response.headers.get("date") ?? Date.now());
}
