import { coordinates } from "../../dev/communes/coordinates.ts";
import { places } from "../../dev/ponton/places.ts";
import { placeOf } from "./place-of.ts";
import { openDays, rateText } from "./sales-truth.ts";
import { periodOf, sortedBy, Sums } from "./sums.ts";
import { euros, idOf, isWithin, parisDay, type Question, type VendorSales } from "./vendor-sales.ts";

const nobody = "00000000-0000-0000-0000-000000000000";
const always = { from: "0000-01-01", to: "9999-12-31" };

/** Passages, sales and refunds of people; those of nobody known are nobody's. */
export function factsOf(sales: VendorSales) {
  const personOf = (client: string | null) => sales.personOf(client) ?? nobody;
  const none = { visits: 0, purchases: 0, refunds: 0, gross: 0, net: 0 };
  return [
    ...sales.lines.map(({ day, site, client, gross, net }) => ({
      ...none,
      day,
      site,
      person: personOf(client),
      purchases: 1,
      gross,
      net,
    })),
    ...sales
      .returnsOf(always)
      .map(({ day, site, client, net }) => ({ ...none, day, site, person: personOf(client), refunds: 1, net: -net })),
    ...sales.vendor("visits").map((visit) => ({
      ...none,
      day: parisDay(visit["entered_at"]),
      site: Number(visit["site_id"]),
      person: personOf(idOf(visit["client_id"])),
      visits: 1,
    })),
  ];
}

/** Where a person lives, of the places that the simulator knows. */
export const homeOf = (sales: VendorSales, person: string) => {
  const address = sales.clients.get(person)?.["address"];
  const city = typeof address === "object" && address !== null && "city" in address ? String(address.city) : "";
  return places.find((place) => place.city.toUpperCase() === city.toUpperCase());
};

/** The mart `people_daily`. */
export function peopleDaily(sales: VendorSales) {
  const sums = new Sums();
  for (const { day, site, person, ...amounts } of factsOf(sales))
    sums.add(JSON.stringify([day, site, person]), amounts);
  const ever = visitsOf(sales, always).first;
  const here = new Map(
    [...sales.sites.keys()].map((site) => [site, visitsOf(sales, { ...always, site: Number(site) }).first]),
  );
  const [before, beforeHere] = previousDays(sales);
  return [...sums.entries()].map(([[day, site, person], { visits, purchases, refunds, gross = 0, net = 0 }]) => ({
    day,
    site_id: site,
    person,
    commune_code: homeOf(sales, String(person))?.insee ?? null,
    visits,
    purchases,
    refunds,
    gross: euros(gross),
    net: euros(net),
    first_day: ever.get(String(person)) ?? null,
    first_day_here: here.get(site)?.get(String(person)) ?? null,
    previous_day: before.get(JSON.stringify([day, site, person])) ?? null,
    previous_day_here: beforeHere.get(JSON.stringify([day, site, person])) ?? null,
  }));
}

/** The day of each person's passage before the one of a day and base: at any base, and at this one. */
function previousDays(sales: VendorSales) {
  const [any, here] = [new Map<string, string>(), new Map<string, string>()];
  const seen = visitsOf(sales, always).days.map(({ day, site, person }) => ({ day, site, person }));
  const days = [...new Map(seen.map((one) => [JSON.stringify(one), one])).values()].toSorted(
    (one, other) => one.day.localeCompare(other.day) || one.site - other.site,
  );
  for (const ofPerson of Map.groupBy(days, ({ person }) => person).values())
    for (const [at, { day, site, person }] of ofPerson.entries()) {
      const key = JSON.stringify([day, site, person]);
      const earlier = ofPerson.slice(0, at);
      any.set(key, earlier.at(-1)?.day ?? "");
      here.set(key, earlier.findLast((other) => other.site === site)?.day ?? "");
    }
  const told = (found: Map<string, string>) => new Map([...found].filter(([, day]) => day !== ""));
  return [told(any), told(here)] as const;
}

/** The mart `cohorts_daily`. */
export function cohortsDaily(sales: VendorSales) {
  const people = new Map<string, Set<string>>();
  for (const site of [undefined, ...sales.sites.keys()])
    for (const grain of ["month", "season"]) {
      const { days, first } = visitsOf(sales, { ...always, ...(site !== undefined && { site: Number(site) }) });
      for (const { day, person } of days) {
        const key = JSON.stringify([first.get(person), Number(site ?? 0), grain, periodOf(day, grain)]);
        people.set(key, (people.get(key) ?? new Set()).add(person));
      }
    }
  return [...people].map(([key, { size }]) => {
    const [day, site, grain, period]: [string, number, string, string] = JSON.parse(key);
    return { day, site_id: site, grain, period, people: size };
  });
}

/** Days on which known people came, and the first of each. */
function visitsOf(sales: VendorSales, { site }: Question) {
  const days = factsOf(sales)
    .filter(({ visits, person }) => visits > 0 && person !== nobody)
    .filter((visit) => site === undefined || visit.site === site);
  const first = new Map<string, string>();
  for (const { day, person } of days) if (day < (first.get(person) ?? "9999")) first.set(person, day);
  return { days, first };
}

/** `new-vs-returning`. */
export function newVsReturning(sales: VendorSales, asked: Question) {
  const { days, first } = visitsOf(sales, asked);
  const sums = new Sums();
  for (const { day } of openDays(sales, asked)) sums.add(periodOf(day, asked.grain), {});
  const seen = days
    .filter(isWithin(asked))
    .map(({ day, person }) => JSON.stringify([periodOf(day, asked.grain), person]));
  for (const one of new Set(seen)) {
    const [period, person]: [string, string] = JSON.parse(one);
    const isNew = periodOf(first.get(person) ?? "", asked.grain) === period;
    sums.add(period, { new: isNew ? 1 : 0, returning: isNew ? 0 : 1 });
  }
  const rows = [...sums.sums].map(([period, { new: fresh = 0, returning = 0 }]) => ({
    period,
    new: fresh,
    returning,
    share: rateText(fresh, fresh + returning),
  }));
  return sortedBy(rows, "period");
}

/** `retention-cohorts`. */
export function retentionCohorts(sales: VendorSales, asked: Question) {
  const { days, first } = visitsOf(sales, asked);
  const open = openDays(sales, { ...asked, ...always });
  const periods = [...new Set([...open, ...days].map(({ day }) => periodOf(day, asked.cohort)))];
  const came = new Set(days.map(({ day, person }) => JSON.stringify([periodOf(day, asked.cohort), person])));
  const begins = (day: string) => periodOf(day, asked.cohort);
  const members = [...first].filter(([, day]) => begins(day) >= asked.from && begins(day) < asked.to);
  const rows = [...Map.groupBy(members, ([, day]) => periodOf(day, asked.cohort))].flatMap(([cohort, list]) =>
    periods
      .filter((period) => period >= cohort)
      .map((period) => {
        const months = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
        const retained = list.filter(([person]) => came.has(JSON.stringify([period, person]))).length;
        const later = months(period) - months(cohort);
        const k = asked.cohort === "season" ? later / 12 : later;
        return { cohort, k, size: list.length, retained, rate: rateText(retained, list.length) };
      }),
  );
  return sortedBy(rows, "cohort", "k");
}

type Point = { readonly lat: number; readonly lng: number };

/** Kilometres to a point from others, in their quadratic mean, by the spherical law of cosines' stabler cousin. */
function kilometres(points: readonly Point[], other: Point): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const chords = points.map((one) => {
    const [lat, lng] = [radians(one.lat - other.lat), radians(one.lng - other.lng)];
    return Math.sin(lat / 2) ** 2 + Math.cos(radians(one.lat)) * Math.cos(radians(other.lat)) * Math.sin(lng / 2) ** 2;
  });
  const chord = chords.reduce((sum, one) => sum + one, 0) / points.length;
  return 2 * 6371 * Math.atan2(Math.sqrt(chord), Math.sqrt(1 - chord));
}

/** The centre of a home's commune. */
const centreOf = ({ city, insee }: { readonly city: string; readonly insee: string }) => {
  const centre = coordinates(city, insee.slice(0, 2));
  return { lat: centre?.latitude, lng: centre?.longitude };
};

const pointOf = ({ lat, lng }: { readonly lat: unknown; readonly lng: unknown }) => ({
  lat: Number(lat),
  lng: Number(lng),
});

/** Kilometres from a base to places, in their quadratic mean. */
export const kilometresTo = (base: Readonly<Record<string, unknown>>, places: readonly Point[]): number =>
  kilometres(places, pointOf({ lat: base["lat"], lng: base["lng"] }));

/** Communes that are a part of a commune's region, of its département, and itself, whoever came. */
export function around(insee: string) {
  const at = (one: string) => [placeOf(one, "commune").within.split("/")[0], placeOf(one, "commune").within, one];
  const of = (level: number) =>
    places.filter((place) => at(place.insee)[level] === at(insee)[level]).map((place) => pointOf(centreOf(place)));
  return { regionKm: of(0), departementKm: of(1), km: of(2) };
}

/** The cells of `catchment`: communes, of all bases together. */
export function catchment(sales: VendorSales, asked: Question) {
  const [sums, nearest, within] = [new Sums(), new Map<string, number>(), new Map<string, string>()];
  for (const { site, person, visits, purchases, refunds, gross, net } of factsOf(sales).filter(isWithin(asked))) {
    const [home, base] = [homeOf(sales, person), sales.sites.get(site)];
    const { code: place, within: parent } = placeOf(home?.insee, "commune");
    within.set(place, parent);
    sums.add(JSON.stringify([place, person]), { visits, gross, net, deals: purchases + refunds });
    // All bases together are nowhere: no distance is told of them.
    if (home === undefined || base === undefined || asked.site === undefined) continue;
    for (const [name, points] of Object.entries(around(home.insee))) {
      const km = Math.round(kilometresTo(base, points) * 10) / 10;
      nearest.set(`${name} ${place}`, Math.min(nearest.get(`${name} ${place}`) ?? Infinity, km));
    }
  }
  const rows = [...Map.groupBy(sums.entries(), ([[place]]) => String(place))].map(([place, list]) => {
    const total = (name: string) => list.reduce((sum, [, amounts]) => sum + (amounts[name] ?? 0), 0);
    const known = list.filter(([[, person]]) => person !== nobody);
    return {
      place,
      within: within.get(place),
      km: nearest.get(`km ${place}`)?.toFixed(1) ?? null,
      departementKm: nearest.get(`departementKm ${place}`)?.toFixed(1) ?? null,
      regionKm: nearest.get(`regionKm ${place}`)?.toFixed(1) ?? null,
      buyers: known.filter(([, { deals = 0 }]) => deals > 0).length,
      clients: known.length,
      visits: total("visits"),
      gross: euros(total("gross")),
      netOfVat: euros(total("net")),
      largest: euros(Math.max(0, ...known.map(([, { gross = 0 }]) => gross))),
      base: 0,
    };
  });
  return sortedBy(rows, "place");
}
