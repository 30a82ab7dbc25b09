import { setTimeout as sleep } from "node:timers/promises";
import { SillageError } from "../core/errors.ts";

/** How long a start waits for a database: whoever waits for the start waits longer. Milliseconds; a connection that times out takes its time besides. */
export const longestWaitMs = 315_000;
/** Pauses between the tries, together as long as that: Azure asks for 5 s at first, growing to a minute. */
const pausesMs = [5, 10, 20, 40, 60, 60, 60, 60].map((seconds) => seconds * 1000);

/** What is told while a database is waited for, and what ends the wait early. */
export type Waiting = {
  /** Each refusal that may pass, with the pause that follows it. */
  readonly report: (line: string) => void;
  /** The same as the error that it was. */
  readonly onRefusal?: (refusal: SillageError) => void;
  readonly signal?: AbortSignal;
  /** Which refusals are waited for. Default every one that may pass. */
  readonly isWorthIt?: (refusal: SillageError) => boolean;
  /** Waits so many milliseconds; by the machine's timer unless a test has another. */
  readonly pause?: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
};

const pauseByTimer: NonNullable<Waiting["pause"]> = (ms, signal) => sleep(ms, undefined, { ...(signal && { signal }) });

/** Do what a start needs of a database, again while its refusals may pass, for about five minutes: it may resume, move, or be migrated meanwhile. Only for what may be done twice. Throws what the last try threw; an `AbortError` at the signal. */
export async function untilItAnswers<Result>(
  work: () => Promise<Result>,
  { report, onRefusal, signal, isWorthIt = () => true, pause = pauseByTimer }: Waiting,
): Promise<Result> {
  for (const pauseMs of pausesMs) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof SillageError && error.retryable && isWorthIt(error))) throw error;
      const wait = Math.max(pauseMs, error.retryAfterMs ?? 0);
      onRefusal?.(error);
      report(`${error.message} It is tried again in ${Math.ceil(wait / 1000)} s.`);
      await pause(wait, signal);
    }
  }
  return work();
}
