import { expect, test } from "vitest";
import { SillageError } from "../core/errors.ts";
import { longestWaitMs, untilItAnswers } from "./until-it-answers.ts";

const resuming = (more: { readonly retryable?: boolean; readonly retryAfterMs?: number } = {}) =>
  new SillageError({ code: "db.resuming", message: "It is resuming.", fix: "Wait.", retryable: true, ...more });

/** Work that is refused some times, told to a wait that takes no time. */
function refused(times: number, error: Error = resuming()) {
  const pauses: number[] = [];
  const lines: string[] = [];
  const refusals: SillageError[] = [];
  let left = times;
  const answer = untilItAnswers(
    async () => {
      if (left-- > 0) throw error;
      return "answer";
    },
    {
      report: (line) => void lines.push(line),
      onRefusal: (refusal) => void refusals.push(refusal),
      pause: async (ms) => void pauses.push(ms),
    },
  );
  return { answer, pauses, lines, refusals };
}

test("a database that resumes is waited for with growing pauses, each of which is told", async () => {
  const { answer, pauses, lines, refusals } = refused(3);
  expect(await answer).toBe("answer");
  expect(pauses).toEqual([5_000, 10_000, 20_000]);
  expect(lines[0]).toBe("It is resuming. Wait. It is tried again in 5 s.");
  expect(refusals.map(({ code }) => code)).toEqual(["db.resuming", "db.resuming", "db.resuming"]);
});

test("a database that stays away is given up after about five minutes", async () => {
  const { answer, pauses } = refused(Number.POSITIVE_INFINITY);
  await expect(answer).rejects.toThrow("It is resuming. Wait.");
  expect(pauses.reduce((sum, ms) => sum + ms, 0)).toBe(longestWaitMs);
});

test("a refusal for good is told at once", async () => {
  const { answer, pauses } = refused(1, resuming({ retryable: false }));
  await expect(answer).rejects.toThrow("It is resuming. Wait.");
  expect(pauses).toEqual([]);
});

test("a refusal that is not worth a wait is told at once", async () => {
  const waiting = { report: () => undefined, isWorthIt: ({ code }: SillageError) => code !== "db.resuming" };
  await expect(untilItAnswers(() => Promise.reject(resuming()), waiting)).rejects.toThrow("It is resuming. Wait.");
});

test("a server that asks for more time is given it", async () => {
  const { answer, pauses } = refused(1, resuming({ retryAfterMs: 10_000 }));
  await answer;
  expect(pauses).toEqual([10_000]);
});

test("a wait ends when it is told to", async () => {
  const signal = AbortSignal.abort();
  const waiting = untilItAnswers(() => Promise.reject(resuming()), { report: () => undefined, signal });
  await expect(waiting).rejects.toMatchObject({ name: "AbortError" });
});
