import { expect, test } from "vitest";
import { deployment } from "./index.ts";

/** How often a text follows merges: each time it names the first step. */
const followed = (text: string): number => [...text.matchAll(/[["]hop1["\]]\s+on\b/gi)].length;

test.each(deployment.kpis)("$spec.key follows no merge when it is asked, whoever it counts: marts have", (kpi) => {
  const words = Object.entries(kpi.params).flatMap(([name, param]) => param.values.map((value) => ({ [name]: value })));
  for (const values of [{}, ...words]) {
    const { postgres, mssql } = kpi.statement({ from: "2026-01-01", to: "2026-02-01", site: 1 }, values);
    expect([followed(postgres.text), followed(mssql.text)]).toEqual([0, 0]);
  }
});

test("a mart follows merges as often as it counts people", () => {
  const once = deployment.graph.spec.marts.map(({ key }) => deployment.martText.get(key)?.postgres ?? "").map(followed);
  expect(Math.max(...once)).toBeGreaterThan(0);
});
