import { and, eq, gt, ne } from "../index.ts";
import type { peopleDaily } from "./marts/people-daily.ts";

/** Days on which somebody known came, at one base or all. */
export const came = (table: typeof peopleDaily.open, site: number | undefined) =>
  and(
    gt(table.visits, 0),
    ne(table.person, "00000000-0000-0000-0000-000000000000"),
    site === undefined ? undefined : eq(table.siteId, site),
  );
