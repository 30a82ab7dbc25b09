import { around, factsOf, homeOf, kilometresTo } from "./people-truth.ts";
import { sortedBy, Sums } from "./sums.ts";
import { euros, isWithin, type Question, type VendorSales } from "./vendor-sales.ts";

const nobody = "00000000-0000-0000-0000-000000000000";
/** Widths of a band up to the last, which has no end. */
const most = 10;

/** Of how many of its names a commune is told (region, département, commune): none, or up to all three. */
export type ToldOf = (insee: string) => number;

/** The rows of `catchment`: each person at each base they came to, at the distance of what is told of their home. */
export function catchmentBands(
  sales: VendorSales,
  asked: Question,
  { width, told }: { readonly width: number; readonly told: ToldOf },
) {
  const people = new Sums();
  for (const { site, person, visits, gross, net } of factsOf(sales).filter(isWithin(asked)))
    people.add(JSON.stringify([site, person]), { visits, gross, net });
  const placed = [...people.entries()].map(([[site, person], { visits = 0, gross = 0, net = 0 }]) => {
    const km = distance(sales, { site: Number(site), person: String(person), told });
    const band = km === undefined ? -1 : Math.min(Math.floor(km / width), most) * width;
    return { isKnown: person !== nobody, km, band, visits, gross, net };
  });
  const rows = [...Map.groupBy(placed, ({ band }) => band)].map(([band, list]) => {
    const total = (name: "visits" | "gross" | "net") => list.reduce((sum, one) => sum + one[name], 0);
    const known = list.filter(({ isKnown }) => isKnown);
    const end = band === most * width ? "+" : `-${band + width}`;
    return {
      band,
      label: band < 0 ? "unknown" : `${band}${end}`,
      clients: known.length,
      visits: total("visits"),
      gross: euros(total("gross")),
      netOfVat: euros(total("net")),
      medianKm: medianOf(known.flatMap(({ km }) => km ?? []))?.toFixed(1) ?? null,
    };
  });
  return sortedBy(rows, "band");
}

/** Kilometres, one decimal, from the base to what is told of a person's home. */
function distance(
  sales: VendorSales,
  { site, person, told }: { readonly site: number; readonly person: string; readonly told: ToldOf },
): number | undefined {
  const [home, base] = [homeOf(sales, person), sales.sites.get(site)];
  if (home === undefined || base === undefined) return undefined;
  const points = [undefined, "regionKm", "departementKm", "km"] as const;
  const name = points[told(home.insee)];
  return name && Math.round(kilometresTo(base, around(home.insee)[name]) * 10) / 10;
}

/** The least number that at least half of the numbers are not above. */
const medianOf = (numbers: readonly number[]): number | undefined =>
  numbers.toSorted((one, other) => one - other)[Math.ceil(numbers.length / 2) - 1];
