import { everything, job, onCommand, onCron } from "../index.ts";
import { communePopulations } from "./tables/commune-populations.ts";
import { communes } from "./tables/communes.ts";

/** The first extraction of everything, started once by a person. */
export const initial = job("initial", { select: everything(), trigger: onCommand() });
/** Each night, only what was created or updated since the watermark. 03:15 avoids the hours that daylight saving skips or doubles. */
export const nightly = job("nightly", {
  select: everything().except(communes, communePopulations),
  trigger: onCron("15 3 * * *", "Europe/Paris"),
});
