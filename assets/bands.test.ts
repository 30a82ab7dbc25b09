import { expect, test } from "vitest";
import { bandsOf } from "./bands.ts";

const home = (place: string, km: string | null, told = 3, clients = 20) => ({
  row: {
    place,
    within: "76/31",
    km,
    departementKm: "21.0",
    regionKm: "57.5",
    clients,
    visits: 2 * clients,
    gross: "10.10",
    netOfVat: "8.20",
  },
  told,
});

test("bands are of their width, the eleventh has no end, and a commune without a place is in none", () => {
  const bands = bandsOf([[home("1", "9.9"), home("2", "10.0"), home("3", "480.0"), home("4", null)]], 10);
  expect(bands.map(({ band, label }) => [band, label])).toEqual([
    [0, "0-10"],
    [10, "10-20"],
    [100, "100+"],
    [-1, "unknown"],
  ]);
});

test("a hidden commune is at the distance of the narrowest territory that is told, whoever came from the others", () => {
  const cells = [home("1", "10.0"), home("2", "30.0", 2, 3), home("3", null, 2, 8)];
  const told = {
    band: 10,
    label: "10-20",
    clients: 20,
    visits: 40,
    gross: "10.10",
    netOfVat: "8.20",
    medianKm: "10.0",
  };
  const hidden = { label: "20-30", clients: 11, visits: 22, gross: "20.20", netOfVat: "16.40", medianKm: "21.0" };
  expect(bandsOf([cells], 10)).toEqual([told, { band: 20, ...hidden }]);
  expect(bandsOf([cells.slice(1)], 10)).toEqual([{ band: 20, ...hidden }]);
  expect(bandsOf([[home("1", "10.0", 1)]], 10)).toMatchObject([{ band: 50, clients: 20, medianKm: "57.5" }]);
  expect(bandsOf([[home("1", "10.0", 0)]], 10)).toMatchObject([{ band: -1, clients: 20, medianKm: null }]);
});

test("each base's people are placed by its own distances, and the median is of the people of all", () => {
  const [near, far] = [[home("1", "1.0"), home("2", "3.0", 3, 11)], [home("1", "6.0", 3, 60)]];
  expect(bandsOf([near, far], 10)).toMatchObject([{ band: 0, clients: 91, medianKm: "6.0" }]);
});
