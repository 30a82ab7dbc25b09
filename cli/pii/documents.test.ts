import { expect, test } from "vitest";
import { deployment } from "../../assets/index.ts";
import { registerFields } from "../../core/register/register-fields.ts";
import { peopleDeployment } from "../../test/fakes/people-deployment.ts";
import { dpiaMarkdown } from "./dpia-markdown.ts";
import { registerMarkdown } from "./register-markdown.ts";
import { retentionLines } from "./retention-lines.ts";

const { spec } = peopleDeployment.graph;
const fields = registerFields(spec);

test("the register is a page with the controller, purposes, people and each field", () => {
  const page = registerMarkdown(fields, spec.register);
  expect(page[2]).toBe("Made by `sillage pii register` of the declarations. Controller: A made-up shop.");
  expect(page).toContain("| selling | Sell and deliver. | contract | carriers |");
  expect(page).toContain(
    "| person | People who bought. | 3 years | the latest of people.updatedAt, orders.orderedAt |",
  );
  expect(page).toContain(
    "| people.points | person | points | keep | selling | contract | 3 years after the person's last activity | carriers | stored beside the pseudonym, in no line with a name; small cells are hidden in KPIs |",
  );
});

test("a deployment without people has an empty register, and says that nobody answers for it", () => {
  expect(registerMarkdown([], undefined)[2]).toContain("Controller: none is declared.");
});

test("every personal field of the deployment has a purpose, a ground and an action", () => {
  const all = registerFields(deployment.graph.spec);
  expect(all.length).toBeGreaterThan(25);
  expect(all.filter(({ purposes, legalBases }) => purposes.length === 0 || legalBases.length === 0)).toEqual([]);
});

test("the impact assessment draws where personal data go, and where they do not", () => {
  const page = dpiaMarkdown({ spec, fields, suppression: peopleDeployment.suppression });
  for (const line of [
    '  source_shop["shop: clear"] --> worker["extraction worker: classify, seal"]',
    '  bucket --> sealed_people[("sealed.people")]',
    '  open_orders --> mart_orders_daily["orders_daily: no personal column"]',
  ])
    expect(page).toContain(line);
  expect(page.join("\n")).not.toContain("open_places");
});

test("the impact assessment says what re-identification is left, and where nobody measures it", () => {
  const page = dpiaMarkdown({ spec, fields, suppression: peopleDeployment.suppression }).join("\n");
  expect(page).toContain("people: **nobody measures** how many people can be told apart");
  expect(page).toContain("hide cells of fewer than 11 of them, and amounts of which one person makes more than 85 %");
  const own = dpiaMarkdown({
    spec: deployment.graph.spec,
    fields: registerFields(deployment.graph.spec),
    suppression: deployment.suppression,
  }).join("\n");
  expect(own).toContain(
    "clients: the share of people who are alone with their birthYear, communeCode, gender is measured by each run and warned of above 1 %",
  );
  expect(own).toMatch(/open_clients --> mart_people_daily/);
  expect(own).toMatch(/mart_people_daily --> kpi_top_clients/);
  expect(own).toMatch(/open_passes --> kpi_passes/);
});

test("the retention is a table, days overdue in it", () => {
  const report = {
    subject: "client",
    years: 3,
    cutoff: "2023-11-28",
    people: 5,
    due: 2,
    daysOverdue: 8,
    nextDue: null,
  };
  expect(retentionLines([report]).at(-1)).toMatch(/^client +3 years +5 +2 +8 +–$/);
  expect(retentionLines([])).toEqual(["No retention is declared: the deployment holds nobody."]);
});
