import { expect, test } from "vitest";
import { deployment } from "./index.ts";

/** What one of the two dialects does not take, or means otherwise. */
const unportable = /::|\blimit\b|\bwith\b|is (not )?distinct from|->|\bfilter \(|\bilike\b|\busing\b/i;

test.each(deployment.kpis)("$spec.key is one text without what only one dialect takes", (kpi) => {
  const words = Object.entries(kpi.params).flatMap(([name, param]) => param.values.map((value) => ({ [name]: value })));
  for (const values of [{}, ...words]) {
    const page = { after: kpi.order.map(() => 1), most: 10 };
    const { text } = kpi.statement({ from: "2026-01-01", to: "2026-02-01", site: 1 }, values, page).postgres;
    expect(text).not.toMatch(unportable);
    expect(text).toMatch(/ order by .+ offset 0 rows fetch next \$\d+ rows only$/);
  }
});
