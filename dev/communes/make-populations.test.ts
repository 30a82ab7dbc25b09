import { expect, test } from "vitest";
import { csvRecords } from "../../activities/adapters/csv-records.ts";
import { communePopulations } from "../../assets/tables/commune-populations.ts";
import { castColumn } from "../../core/cast/cast-column.ts";
import { makePopulations } from "./make-populations.ts";

const records = await Array.fromAsync(
  csvRecords(
    {
      status: 200,
      headers: {},
      body: (async function* () {
        yield Buffer.from(makePopulations());
      })(),
    },
    { source: communePopulations.spec.source, read: communePopulations.spec.read },
    new AbortController().signal,
  ),
);
const { columns } = communePopulations.spec;

test("every row fits its declaration, with nothing missing that must be there", () => {
  expect(records.length).toBeGreaterThan(34_900);
  const misfits = records.filter((record) =>
    columns.some((column) => {
      const cast = castColumn(column, record[column.from[0] ?? column.name] ?? null);
      return !cast.ok || (cast.value === null && !column.nullable);
    }),
  );
  expect(misfits).toEqual([]);
});

test("arrondissements have the commune that they belong to, and add up to it", () => {
  const of = (commune: string) => records.filter((record) => record["commune"] === commune);
  expect(["75056", "69123", "13055"].map((commune) => of(commune).length)).toEqual([20, 9, 16]);
  for (const commune of ["75056", "69123", "13055"]) {
    const whole = records.find((record) => record["code"] === commune);
    const parts = of(commune).reduce((sum, record) => sum + Number(record["population"]), 0);
    expect(parts).toBe(Number(whole?.["population"]));
  }
});
