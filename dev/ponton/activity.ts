import { lateChanges } from "./late-changes.ts";
import { monthWeights, places, weekdayWeights } from "./places.ts";
import type { Random } from "./random.ts";
import type { Row } from "./row.ts";
import { sell } from "./sale.ts";
import { stamp } from "./stamp.ts";
import type { World } from "./world.ts";

const dayMs = 86_400_000;

/** A day's weather, by base: temperature, wind, rain. */
type Weather = { readonly temp_c: number; readonly wind_kmh: number; readonly rain_mm: number };

/** Let up to a day happen from an instant: slots published, the day's weather, sales, late changes. */
export function dayOfActivity(world: World, random: Random, from: number, span: number): void {
  const month = new Date(from).getUTCMonth() + 1;
  const season = monthWeights[month] ?? 0;
  places.forEach((place, index) => {
    const siteId = index + 1;
    const weather: Weather = {
      temp_c: Math.round(random.normal(22, 5)),
      wind_kmh: Math.round(Math.abs(random.normal(15, 12))),
      rain_mm: Math.max(0, Math.round(random.normal(-1, 4))),
    };
    publishDay(world, random, siteId, from, season > 0);
    closeDay(world, siteId, from, weather);
    const demand =
      (season / 0.125) *
      (weekdayWeights[new Date(from).getUTCDay()] ?? 1) *
      place.weight *
      Math.exp(0.06 * (weather.temp_c - 22)) *
      (weather.rain_mm > 2 ? 0.45 : 1) *
      (weather.wind_kmh > 45 ? 0 : 1);
    const sales = Math.round((world.sales / places.length) * demand * (span / dayMs) * (0.8 + 0.4 * random.next()));
    for (let sale = 0; sale < sales; sale++) sell(world, random, siteId, from + random.next() * span);
  });
  lateChanges(world, random, from, span);
}

/** Publish the slots of the day after next and its opening hours. */
function publishDay(world: World, random: Random, siteId: number, from: number, open: boolean): void {
  const date = new Date(from + 2 * dayMs).toISOString().slice(0, 10);
  const dates = { created_at: stamp(from), updated_at: stamp(from), deleted_at: null };
  world.put("site_days", {
    site_id: siteId,
    date,
    open,
    opens_at: open ? "10:00" : null,
    closes_at: open ? "20:00" : null,
    weather: null,
    staff_count: open ? random.int(4, 12) : 0,
    ...dates,
  });
  if (!open) return;
  for (let offer = 0; offer < 3; offer++) {
    const activityId = siteId * 10 + offer;
    const capacity = Number(world.shelf("activities").get(String(activityId))?.["slot_capacity"] ?? 8);
    for (const hour of [11, 15])
      world.put("sessions", {
        id: world.nextId(),
        site_id: siteId,
        activity_id: activityId,
        starts_at: `${date}T${hour}:00:00`,
        ends_at: `${date}T${hour + 1}:00:00`,
        capacity,
        booked_count: 0,
        status: "open",
        weather: null,
        ...dates,
      });
  }
}

/** Write the day's weather down; a storm closes its slots. */
function closeDay(world: World, siteId: number, from: number, weather: Weather): void {
  const date = new Date(from).toISOString().slice(0, 10);
  const day = world.shelf("site_days").get(`${siteId}:${date}`);
  if (day !== undefined) world.put("site_days", { ...day, weather, updated_at: stamp(from + 3_600_000) });
  if (weather.wind_kmh <= 45) return;
  const today: readonly Row[] = world
    .shelf("sessions")
    .last(400)
    .filter((session) => session["site_id"] === siteId && String(session["starts_at"]).startsWith(date));
  for (const session of today)
    world.change("sessions", session, from + 3_600_000, { status: "closed_weather", weather });
}
