import { sql, type Query, type SQLWrapper } from "../index.ts";
import { widerOf } from "./territories.ts";
import type { communes } from "./tables/communes.ts";
import type { sites } from "./tables/sites.ts";

/** A point of the unit sphere, or the mean of several, which lies within it. */
export type Point = { readonly x: SQLWrapper; readonly y: SQLWrapper; readonly z: SQLWrapper };
type Degrees = { readonly lat: SQLWrapper; readonly lng: SQLWrapper };

const radians = (degrees: SQLWrapper) => sql`radians(cast(${degrees} as float))`;

/** Where degrees are on the unit sphere. */
export const pointOf = ({ lat, lng }: Degrees): Point => ({
  x: sql`(cos(${radians(lat)}) * cos(${radians(lng)}))`,
  y: sql`(cos(${radians(lat)}) * sin(${radians(lng)}))`,
  z: sql`sin(${radians(lat)})`,
});

/** Kilometres (great circle) from one point to another; from the mean of several, their quadratic mean: distances need not be reckoned one by one. */
export function kilometres(one: Point, other: Point) {
  const half = sql`(1 - ${one.x} * ${other.x} - ${one.y} * ${other.y} - ${one.z} * ${other.z}) / 2`;
  // Rounding leaves it a little below nothing, or above one.
  return sql`(12742 * asin(sqrt(abs(${half}) * 0.999999999999999)))`;
}

/** Where bases are: grouped, since a database would reckon it for each row that it joins otherwise. */
export function basePoints(q: Query, table: typeof sites.open) {
  const { x, y, z } = pointOf({ lat: table.lat, lng: table.lng });
  return q
    .select({
      site: table.id,
      x: sql<number | null>`min(${x})`.as("x"),
      y: sql<number | null>`min(${y})`.as("y"),
      z: sql<number | null>`min(${z})`.as("z"),
    })
    .from(table)
    .groupBy(table.id)
    .as("base_points");
}

/** The mean points of all communes of each département, and of its region, by the codes of both: of the reference data alone, whoever came. */
export function middlesOf(q: Query, table: typeof communes.open) {
  const places = q
    .select({
      within: sql<string>`min(${widerOf(table)})`.as("within"),
      region: sql<string | null>`min(${table.regionCode})`.as("region"),
      lat: sql<string>`min(${table.latitude})`.as("lat"),
      lng: sql<string>`min(${table.longitude})`.as("lng"),
    })
    .from(table)
    .where(sql`${table.latitude} is not null and ${table.longitude} is not null`)
    .groupBy(table.inseeCode)
    .as("places");
  const { x, y, z } = pointOf(places);
  const sums = q
    .select({
      within: places.within,
      region: places.region,
      places: sql<number>`count(*)`.as("places"),
      x: sql<number>`sum(${x})`.as("x"),
      y: sql<number>`sum(${y})`.as("y"),
      z: sql<number>`sum(${z})`.as("z"),
    })
    .from(places)
    .groupBy(places.within, places.region)
    .as("sums");
  const ofRegion = (sum: SQLWrapper) => sql<number>`sum(${sum}) over (partition by ${sums.region})`;
  const mean = (sum: SQLWrapper) => sql<number>`${sum} / ${sums.places}`;
  const regionMean = (sum: SQLWrapper) => sql<number>`${ofRegion(sum)} / ${ofRegion(sums.places)}`;
  const middles = q
    .select({
      within: sums.within,
      x: mean(sums.x).as("x"),
      y: mean(sums.y).as("y"),
      z: mean(sums.z).as("z"),
      regionX: regionMean(sums.x).as("region_x"),
      regionY: regionMean(sums.y).as("region_y"),
      regionZ: regionMean(sums.z).as("region_z"),
    })
    .from(sums)
    .as("middles");
  const region: Point = { x: middles.regionX, y: middles.regionY, z: middles.regionZ };
  return { table: middles, departement: middles, region };
}
