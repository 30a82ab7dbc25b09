import { expect, test } from "vitest";
import { csvRecords } from "../../activities/adapters/csv-records.ts";
import { communes } from "../../assets/tables/communes.ts";
import { castValue } from "../../core/cast/cast-value.ts";
import { pick } from "../../core/cast/pick.ts";
import { makeCommunes } from "./make-communes.ts";

const read = (mode: "clean" | "as-published") =>
  Array.fromAsync(
    csvRecords(
      {
        status: 200,
        headers: {},
        body: (async function* () {
          yield Buffer.from(makeCommunes(mode));
        })(),
      },
      { source: communes.spec.source, read: communes.spec.read },
      new AbortController().signal,
    ),
  );

const files = { clean: await read("clean"), "as-published": await read("as-published") };

test("the published file's first line is written as it is published: zeros lost, ten decimals, the article apart", () => {
  const [first] = files["as-published"];
  expect(first).toMatchObject({
    code_commune_INSEE: "1001",
    nom_commune_postal: "L ABERGEMENT CLEMENCIAT",
    code_postal: "1400",
    latitude: null,
    longitude: null,
    code_commune: "1",
    article: "L'",
    nom_commune: "Abergement-Clémenciat",
    nom_commune_complet: "L'Abergement-Clémenciat",
    code_departement: "1",
    nom_departement: "Ain",
    code_region: "84",
    nom_region: "Auvergne-Rhône-Alpes",
  });
  const bourg = files["as-published"].find((record) => record["code_commune_INSEE"] === "1053");
  // GeoNames has 46.20574 and 5.2258 for Bourg-en-Bresse.
  expect(bourg).toMatchObject({ latitude: "46.2057400000", longitude: "5.22580000000" });
});

test.each(["clean", "as-published"] as const)("every column of the %s file fits its declaration", (mode) => {
  const records = files[mode];
  expect(records.length).toBeGreaterThan(35_000);
  const misfits = records.filter((record) =>
    communes.spec.columns.some((column) => !castValue(column.type, pick(record, column.from[0] ?? "")).ok),
  );
  expect(misfits).toEqual([]);
});

test("the published file has rows repeated through ligne_5, and communes without coordinates beside those that GeoNames does not know", () => {
  const records = files["as-published"];
  expect(records.filter((record) => record["ligne_5"] !== null).length).toBeGreaterThan(1_000);
  const bare = (mode: keyof typeof files) =>
    new Set(
      files[mode]
        .filter((one) => one["latitude"] === null)
        .map((one) => Number.parseInt(String(one["code_commune_INSEE"]), 36)),
    );
  const [known, published] = [bare("clean"), bare("as-published")];
  // 8,146 of 34,969 communes are in GeoNames' list of cities.
  expect(known.size).toBeGreaterThan(25_000);
  expect(known.size).toBeLessThan(27_500);
  expect(published.size - known.size).toBeGreaterThan(20);
  expect(published.size - known.size).toBeLessThan(150);
});
