import { and, eq, gt, ne } from "../index.ts";
import { nobody } from "./nobody.ts";
import type { peopleDaily } from "./marts/people-daily.ts";

/** Days on which somebody known came, at one base or all. */
export const came = (table: typeof peopleDaily.open, site: number | undefined) =>
  and(gt(table.visits, 0), ne(table.person, nobody), site === undefined ? undefined : eq(table.siteId, site));
