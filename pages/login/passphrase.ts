import { createHash, timingSafeEqual } from "node:crypto";
import { RateLimit } from "../../api/rate-limit.ts";

const sha256 = (text: string): Buffer => createHash("sha256").update(text).digest();

/** Whether a text is the passphrase: five guesses at once, then one every five seconds, whoever guesses. */
export function checkPassphrase(
  passphrase: string | undefined,
): (given: unknown, now: number) => "yes" | "no" | "wait" {
  const limit = new RateLimit(0.2, 5);
  return (given, now) => {
    if (passphrase === undefined || typeof given !== "string") return "no";
    if (!limit.take("everybody", now).allowed) return "wait";
    return timingSafeEqual(sha256(given), sha256(passphrase)) ? "yes" : "no";
  };
}
