import { SillageError } from "../core/errors.ts";
import type { Clock } from "../core/ports/clock.ts";
import { serverDate } from "../core/source/server-date.ts";
import { systemClock } from "./system-clock.ts";

/** The system's clock, or one that follows a server's `Date` (asked every second): in a demo the simulator's clock rules. While the server is away it stands. Throws `clock.unreachable` at the start. */
export async function followedClock(url: string | undefined): Promise<Clock> {
  if (url === undefined) return systemClock;
  let now = await dateOf(url).catch((cause: unknown) => {
    throw unreachable(url, cause);
  });
  setInterval(
    () =>
      void dateOf(url).then(
        (date) => (now = date),
        () => undefined,
      ),
    1_000,
  ).unref();
  return { now: () => new Date(now) };
}

async function dateOf(url: string): Promise<Date> {
  const response = await fetch(url, { method: "HEAD" });
  return new Date(serverDate(Object.fromEntries(response.headers)) ?? systemClock.now());
}

const unreachable = (url: string, cause: unknown): SillageError =>
  new SillageError({
    code: "clock.unreachable",
    message: `The server at ${url}, whose clock is followed, does not answer.`,
    fix: "Start it, or unset SILLAGE_CLOCK_URL.",
    retryable: true,
    cause,
  });
