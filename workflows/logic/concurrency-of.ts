import { concurrencyBounds } from "../contracts/backfills.ts";

/** The concurrency that a message asks for; undefined when it is no whole number within the bounds. */
export const concurrencyOf = (told: unknown): number | undefined =>
  typeof told === "number" &&
  Number.isInteger(told) &&
  told >= concurrencyBounds.least &&
  told <= concurrencyBounds.most
    ? told
    : undefined;

/** Why a message's argument is no concurrency. */
export const notConcurrency = (told: unknown): string =>
  `setConcurrency was given ${JSON.stringify(told)?.slice(0, 60) ?? "nothing"}: give a whole number from ${concurrencyBounds.least} to ${concurrencyBounds.most}, for instance 8.`;
