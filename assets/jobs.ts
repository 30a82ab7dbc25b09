import { everything, job, onCommand, onCron } from "../index.ts";
import { communePopulations } from "./tables/commune-populations.ts";
import { communes } from "./tables/communes.ts";

const ofTheVendor = everything().except(communes, communePopulations);

/** The first extraction of everything, started once by a person. */
export const initial = job("initial", { select: everything(), trigger: onCommand() });
/** Each night, only what was created or updated since the watermark, and rows that vanished. 03:15 avoids the hours that daylight saving skips or doubles. */
export const nightly = job("nightly", {
  select: ofTheVendor,
  trigger: onCron("15 3 * * *", "Europe/Paris"),
  parts: ["new", "ids"],
});
/** Each night after it, a share of history is read again: what changed without telling. */
export const drift = job("drift", {
  select: ofTheVendor,
  trigger: onCron("45 4 * * *", "Europe/Paris"),
  parts: ["history"],
});
/** At noon, rows that vanished since the night. */
export const reconcile = job("reconcile", {
  select: ofTheVendor,
  trigger: onCron("30 12 * * *", "Europe/Paris"),
  parts: ["ids"],
});
