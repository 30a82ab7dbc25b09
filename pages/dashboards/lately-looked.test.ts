import { expect, test } from "vitest";
import { deployment } from "../../assets/index.ts";
import { LatelyLooked } from "./lately-looked.ts";

const [page, other] = deployment.dashboards.pages;
if (page === undefined || other === undefined) throw new Error("two dashboards are needed");
const day = (of: number): Date => new Date(Date.UTC(2026, 6, of));
const usual = { preset: 1, site: undefined };

test("a dashboard is looked for as it was asked for, once, the latest first, for eight days", () => {
  const looked = new LatelyLooked(10);
  looked.add({ page, ...usual }, day(1));
  looked.add({ page, preset: 5, site: 2 }, day(2));
  looked.add({ page: other, ...usual }, day(2));
  looked.add({ page, preset: 5, site: 2 }, day(3));
  const told = (now: Date) => looked.until(now).map((look) => [look.page.key, look.preset, look.site]);
  expect(told(day(4))).toEqual([
    [page.key, 5, 2],
    [other.key, 1, undefined],
    [page.key, 1, undefined],
  ]);
  expect(told(day(9))).toHaveLength(2);
  expect(told(day(11))).toEqual([]);
});

test("no more are kept than it is told to keep: the one that was not looked at for longest goes", () => {
  const looked = new LatelyLooked(2);
  for (const site of [1, 2, 1, 3]) looked.add({ page, preset: 1, site }, day(1));
  expect(looked.until(day(1)).map(({ site }) => site)).toEqual([3, 1]);
});
