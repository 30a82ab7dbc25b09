import type { JudgedCell } from "../index.ts";

/** Bands up to the last, which has no end. */
const mostBands = 10;

/** What a commune's people did at one base, and how far it, and all that its département and region are made of, is; null where its place is unknown. */
type Home = {
  readonly km: string | null;
  readonly departementKm: string | null;
  readonly regionKm: string | null;
  readonly clients: number;
  readonly visits: number;
  readonly gross: string;
  readonly netOfVat: string;
};
type Placed = { readonly home: Home; readonly km: number | undefined };

/** Bands of a width in km, of the homes of each base's people. A home is placed as exactly as it is told: by its commune, else by what is told that it is a part of. */
export function bandsOf(bases: readonly (readonly JudgedCell<Home>[])[], width: number) {
  const placed = bases.flat().map((cell) => ({ home: cell.row, km: kmOf(cell) }));
  const bandOf = ({ km }: Placed) => (km === undefined ? -1 : Math.min(Math.floor(km / width), mostBands) * width);
  return [...Map.groupBy(placed, bandOf)].map(([band, of]) => ({ band, label: labelOf(band, width), ...sums(of) }));
}

const labelOf = (band: number, width: number): string =>
  band < 0 ? "unknown" : band === mostBands * width ? `${band}+` : `${band}-${band + width}`;

/** The distance of the narrowest territory that is told: of what is public, since who came would show in where a band lies. */
function kmOf({ row, told }: JudgedCell<Home>): number | undefined {
  const km = [row.regionKm, row.departementKm, row.km][told - 1] ?? undefined;
  return km === undefined ? undefined : Number(km);
}

function sums(placed: readonly Placed[]) {
  const total = (of: (home: Home) => number) => placed.reduce((sum, { home }) => sum + of(home), 0);
  const euros = (of: (home: Home) => string) => (total((home) => Math.round(Number(of(home)) * 100)) / 100).toFixed(2);
  return {
    clients: total(({ clients }) => clients),
    visits: total(({ visits }) => visits),
    gross: euros(({ gross }) => gross),
    netOfVat: euros(({ netOfVat }) => netOfVat),
    medianKm: medianKm(placed),
  };
}

/** The least distance within which half of the people live. */
function medianKm(placed: readonly Placed[]): string | null {
  const near = placed
    .flatMap(({ home, km }) => (km === undefined || home.clients === 0 ? [] : [{ km, people: home.clients }]))
    .toSorted((one, other) => one.km - other.km);
  const whole = near.reduce((sum, { people }) => sum + people, 0);
  let within = 0;
  const found = near.find(({ people }) => (within += people) * 2 >= whole);
  return found === undefined ? null : found.km.toFixed(1);
}
