import { expect, test } from "vitest";
import { deployment } from "./index.ts";

/** How often a text follows merges: each time it names the first step. */
const followed = (text: string): number => [...text.matchAll(/[["]hop1["\]]\s+on\b/gi)].length;

test.each(deployment.kpis)("$spec.key follows merges once at most, whoever it counts", (kpi) => {
  const words = Object.entries(kpi.params).flatMap(([name, param]) => param.values.map((value) => ({ [name]: value })));
  for (const values of [{}, ...words]) {
    const { postgres, mssql } = kpi.statement({ from: "2026-01-01", to: "2026-02-01", site: 1 }, values);
    const once = kpi.spec.deps.includes("clients") ? 1 : 0;
    expect([followed(postgres.text), followed(mssql.text)]).toEqual([once, once]);
  }
});
