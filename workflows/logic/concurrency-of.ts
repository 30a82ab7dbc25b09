import { concurrencyBounds } from "../contracts/backfills.ts";

/** The concurrency that a message asks for, as a number alone or with who and why; undefined when it is no whole number within the bounds. */
export function concurrencyOf(told: unknown): number | undefined {
  const asked = askedOf(told);
  const isConcurrency =
    typeof asked === "number" &&
    Number.isInteger(asked) &&
    asked >= concurrencyBounds.least &&
    asked <= concurrencyBounds.most;
  return isConcurrency ? asked : undefined;
}

/** Why a message's argument is no concurrency. */
export const notConcurrency = (told: unknown): string =>
  `setConcurrency was given ${JSON.stringify(askedOf(told))?.slice(0, 60) ?? "nothing"}: give a whole number from ${concurrencyBounds.least} to ${concurrencyBounds.most}, for instance 8.`;

/** Who and why are never told back: they may name a person. */
const askedOf = (told: unknown): unknown =>
  typeof told === "object" && told !== null ? Reflect.get(told, "concurrency") : told;
