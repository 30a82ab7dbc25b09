import { expect, test } from "vitest";
import { deployment } from "../../assets/index.ts";
import { namedStatements } from "../../db/named-statements.ts";
import { sampleDeployment } from "../contracts/sample-deployment.ts";

/** Of each KPI one question: the first words of its parameters, all sites, the first page. */
const oneOfEach = new RegExp(
  `^kpi/(?:${deployment.kpis
    .map(({ spec, params }) =>
      [spec.key, ...Object.values(params).map((param) => param.byDefault), "all/first"].join("/"),
    )
    .join("|")})$`,
);

test.each(["postgres", "mssql"] as const)(
  "what is sent to %s is what was reviewed: the sample deployment whole, this one's marts and a question of each KPI",
  async (dialect) => {
    const whole = await namedStatements(dialect, sampleDeployment);
    const own = (await namedStatements(dialect, deployment)).filter(
      ({ name }) => /^mart\/\w+\/compute$/.test(name) || oneOfEach.test(name),
    );
    const shown = [...whole, ...own].map(({ name, text }) => `-- ${name}\n${text.trim()}\n`).join("\n");
    await expect(shown).toMatchFileSnapshot(`../snapshots/statements.${dialect}.sql`);
  },
);

test("no statement comes near the 2,100 parameters that SQL Server takes: a list is one of them", async () => {
  for (const of of [sampleDeployment, deployment])
    for (const { name, text } of await namedStatements("mssql", of)) {
      const numbers = [...text.matchAll(/@p(?:ar)?(\d+)/g)].map((match) => Number(match[1]));
      expect([name, Math.max(0, ...numbers) < 100]).toEqual([name, true]);
    }
});
