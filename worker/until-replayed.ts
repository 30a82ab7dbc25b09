import { setTimeout as sleep } from "node:timers/promises";
import { SillageError } from "../core/errors.ts";
import { behindOf, type Heads } from "./behind-of.ts";

/** What is told while a replay is waited for. */
type Waiting = {
  readonly report: (line: string) => void;
  readonly onRefusal?: (refusal: SillageError) => void;
  readonly signal?: AbortSignal;
  /** Waits between two looks; by the machine's timer unless a test has another. */
  readonly pause?: (ms: number) => Promise<void>;
};

/** Milliseconds between two looks. */
const lookEveryMs = 2_000;
/** While a store does not answer, as when it starts with us. Milliseconds. */
const soonMs = 100;
/** It is said again every minute. */
const looksBetweenLines = 30;
const looksInAMinute = 60_000 / soonMs;

/** A store that does not answer yet is asked again. */
const mayPass = (error: unknown): SillageError => {
  if (error instanceof SillageError && error.retryable) return error;
  throw error;
};

/** Wait until both stores know every erasure of the ledger: one that was put back to an earlier day has people in it who were erased, and serves nothing until `sillage erasures replay`; wait too while the ledger lacks an entry that it had. Throws an `AbortError` at the signal. */
export async function untilReplayed(heads: Heads, { report, onRefusal, signal, pause }: Waiting): Promise<void> {
  const waited = pause ?? ((ms: number) => sleep(ms, undefined, { ...(signal && { signal }) }));
  for (let looks = 0; ; looks++) {
    const behind = await behindOf(heads).catch(mayPass);
    if (behind === undefined) return;
    onRefusal?.(behind);
    if (isTimeToSay(behind, looks)) report(behind.message);
    await waited(isOfLedger(behind) ? lookEveryMs : soonMs);
  }
}

/** A store that starts with us is not worth a line; one that is away for a minute is. */
const isTimeToSay = (error: SillageError, looks: number): boolean =>
  isOfLedger(error) ? looks % looksBetweenLines === 0 : looks % looksInAMinute === looksInAMinute - 1;

const isOfLedger = ({ code }: SillageError): boolean => code === "dsr.behind" || code === "dsr.ledger-lost";
