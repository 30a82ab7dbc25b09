import type { LogRate, ThrottleState } from "../../core/ports/database.ts";
import type { Finding } from "./check-up.ts";

/** Bytes of log that a byte of rows is reckoned to cost at most: indexes and images of changed rows are written too. */
const logPerByte = 4;
/** Above this share of the tier's log the server makes writers wait. */
const nearlyFull = 0.9;
/** Rates are told in steps of so many bytes a second. */
const step = 100_000;

/** What `sillage doctor` says of the rate beside the log that the database's tier lets it write. It advises: the rate stays the user's. */
export function logRateFinding(tier: LogRate, throttle: ThrottleState): string | Omit<Finding, "part"> {
  if (tier.kind === "unlimited")
    return "the database is neither Azure SQL Database nor a managed instance: no service tier limits its log";
  if (tier.kind === "denied")
    return {
      state: "warning",
      detail: "this login may not read the service tier's log rate: nothing can be said of the throttle's rate",
      fix: "`grant view database state` to its user (on a managed instance `grant view server state` to the login), or compare the rate with the tier's documented log rate: 1 byte of rows is 2 to 4 of log.",
    };
  const suits = Math.max(step, Math.floor(tier.bytesPerSecond / logPerByte / step) * step);
  const detail = `${tierPart(tier)}; rates up to ${megabytes(suits)} MB/s suit it (1 byte of rows is 2 to 4 of log), ${ratePart(throttle)}`;
  const lower = `\`sillage throttle ${throttle.enabled ? "" : "--on "}--rate ${suits}\`, or a larger tier.`;
  if (!throttle.enabled || throttle.bytesPerSecond > suits) return { state: "warning", detail, fix: lower };
  if ((tier.recentShare ?? 0) < nearlyFull) return detail;
  return { state: "warning", detail, fix: "Lower the rate with `sillage throttle --rate`, or choose a larger tier." };
}

const tierPart = ({ bytesPerSecond, recentShare }: Extract<LogRate, { kind: "governed" }>): string =>
  `the service tier writes at most ${megabytes(bytesPerSecond)} MB/s of log, ${
    recentShare === null
      ? "its recent use is not to be read"
      : `of which up to ${Math.round(recentShare * 100)} % were used within the last hour`
  }`;

const ratePart = ({ enabled, bytesPerSecond }: ThrottleState): string =>
  enabled ? `it is ${megabytes(bytesPerSecond)} MB/s` : "the throttle is off";

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
