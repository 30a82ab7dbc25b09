import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { bool, code, date, instant, int, money, text, type Column } from "./column.ts";
import type { BuilderPair } from "./builders.ts";
import { mssqlDialect } from "./mssql-dialect.ts";
import { restSource, setting, whole } from "./source.ts";
import { table } from "./table.ts";

const { query, render, renderInline, shown } = mssqlDialect;
const shop = restSource("shop", { baseUrl: setting("SHOP_URL"), manners: { requestsPerSecond: 1, inFlight: 1 } });
const days = table("days", {
  doc: "Days.",
  from: shop.list("/days", { paging: whole() }),
  columns: { day: date().key(), open: bool(), label: text(20) },
}).mssqlOpen;

test("parameters are named by their place, from 1", () => {
  expect(render(sql`select ${"a"}, ${2}`)).toEqual({ text: "select @p1, @p2", params: ["a", 2] });
});

test("text written into a statement keeps its accents and its quotes", () => {
  expect(renderInline(sql`select ${"l'été"}`)).toBe("select N'l''été'");
});

test("true and false are bits, bound or written in", () => {
  const isOpen = sql`${sql.param(true, days.open)}`;
  expect([render(isOpen).params, renderInline(isOpen)]).toEqual([[1], "1"]);
});

test.each([
  ["day", "[open].[days].[day]"],
  ["week", "dateadd(day, -(datediff(day, cast('0001-01-01' as date), [open].[days].[day]) % 7), [open].[days].[day])"],
  ["month", "datefromparts(year([open].[days].[day]), month([open].[days].[day]), 1)"],
  ["season", "datefromparts(year([open].[days].[day]), 1, 1)"],
  ["year", "datefromparts(year([open].[days].[day]), 1, 1)"],
] as const)("the first day of a %s needs no function that only newer servers know", (grain, expected) => {
  expect(render(query().period(grain, days.day)).text).toBe(expected);
});

test.each([
  ["unitOfYear", query().unitOfYear("week", days.day), "datepart(iso_week, [open].[days].[day])"],
  ["weekday", query().weekday(days.day), "(datediff(day, cast('0001-01-01' as date), [open].[days].[day]) % 7 + 1)"],
  [
    "localHour",
    query().localHour(days.day, "Europe/Paris"),
    "datepart(hour, [open].[days].[day] at time zone N'UTC' at time zone N'Romance Standard Time')",
  ],
])("%s does not follow what a session is set to", (_, word, expected) => {
  expect(render(word).text).toBe(expected);
});

test("days to rebuild come as JSON, all when there is none", () => {
  expect(render(query().inDays(days.day)).text).toBe(
    "(@p1 is null or [open].[days].[day] in (select [day] from openjson(@p1) with ([day] date '$')))",
  );
});

test("what a driver would read as a float, or as a Date of a midnight, is shown as text, the rest as it is", () => {
  const columns: Record<string, Column<BuilderPair, boolean, boolean>> = {
    amount: money(),
    day: date(),
    at: instant(),
    code: code(5),
    count: int(),
    open: bool(),
  };
  const listed = Object.entries(columns).map(([name, { draft }]) => ({ name, type: draft.type }));
  const each = listed.map((column) => render(shown([column], sql.identifier("a"))).text);
  expect(each).toEqual([
    "cast([a].[amount] as nvarchar(41)) as [amount]",
    "convert(nvarchar(10), [a].[day], 23) as [day]",
    "[a].[at] as [at]",
    "[a].[code] as [code]",
    "[a].[count] as [count]",
    "[a].[open] as [open]",
  ]);
});
