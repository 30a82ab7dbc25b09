import { places } from "../../dev/ponton/places.ts";
import { inhabited } from "./inhabited.ts";
import { placeOf } from "./place-of.ts";
import { refundParts } from "./sales-truth.ts";
import { periodOf, Sums } from "./sums.ts";
import {
  euros,
  idOf,
  isOfKind,
  isWithin,
  parisDay,
  share,
  VendorSales,
  type Asked,
  type Vendor,
} from "./vendor-sales.ts";

/** Euros for each thousand inhabitants, or null where nobody is known to live. */
const perThousand = (cents: number, code: string, level: string): string | null => {
  const key = { region: "region", departement: "departement", commune: "code" }[level];
  const people = inhabited
    .filter(
      ({ type, ...place }) => type === "commune-actuelle" && new Map(Object.entries(place)).get(key ?? "") === code,
    )
    .reduce((sum, { population }) => sum + population, 0);
  if (people === 0) return null;
  return euros(share(cents, 1_000, people));
};

/** The marts and KPIs computed from the vendor's rows by loops over them: no SQL, no code of the product. */
export class KpiTruth {
  readonly #sales: VendorSales;

  constructor(vendor: Vendor) {
    this.#sales = new VendorSales(vendor);
  }

  /** Who a client is in the end. */
  personOf(id: string | null): string | undefined {
    return this.#sales.personOf(id);
  }

  #homeOf(person: string | undefined): string | undefined {
    const address = person === undefined ? undefined : this.#sales.clients.get(person)?.["address"];
    const city = typeof address === "object" && address !== null && "city" in address ? String(address.city) : "";
    return places.find((place) => place.city.toUpperCase() === city.toUpperCase())?.insee;
  }

  revenueDaily() {
    const sums = new Sums();
    for (const line of this.#sales.lines) {
      const { gross, net, quantity } = line;
      sums.add(JSON.stringify([line.day, line.site, line.product]), { gross, net, quantity });
    }
    return [...sums.sums].map(([key, sum]) => {
      const [day, site, product]: [string, number, number] = JSON.parse(key);
      return {
        day,
        site_id: site,
        product_id: product,
        activity_id: this.#sales.products.get(product)?.["activity_id"] ?? null,
        gross: euros(sum["gross"] ?? 0),
        net: euros(sum["net"] ?? 0),
        quantity: ((sum["quantity"] ?? 0) / 1000).toFixed(3),
      };
    });
  }

  occupancyDaily() {
    const sums = new Sums();
    for (const slot of this.#sales.live("sessions")) {
      if (slot["status"] === "cancelled") continue;
      const closed = slot["status"] === "closed_weather";
      sums.add(JSON.stringify([String(slot["starts_at"]).slice(0, 10), slot["site_id"], slot["activity_id"]]), {
        slots: closed ? 0 : 1,
        offered: closed ? 0 : Number(slot["capacity"]),
        booked: closed ? 0 : Number(slot["booked_count"]),
        weather_closed: closed ? 1 : 0,
      });
    }
    return [...sums.sums].map(([key, sum]) => {
      const [day, site, activity]: [string, number, number] = JSON.parse(key);
      return { day, site_id: site, activity_id: activity, ...sum };
    });
  }

  visitsDaily() {
    return [
      ...Map.groupBy(this.#sales.live("visits"), (row) =>
        JSON.stringify([parisDay(row["entered_at"]), row["site_id"]]),
      ),
    ].map(([key, rows]) => {
      const [day, site]: [string, number] = JSON.parse(key);
      const seen = rows.flatMap((row) => this.#sales.personOf(idOf(row["client_id"])) ?? []);
      return { day, site_id: site, visits: rows.length, people: new Set(seen).size };
    });
  }

  revenue(asked: Asked & { readonly grain: string }) {
    const sums = new Sums();
    const none = { gross: 0, refunds: 0, net: 0 };
    for (const day of this.#sales.live("site_days"))
      if (day["open"] === true && isWithin(asked)({ day: String(day["date"]), site: Number(day["site_id"]) }))
        sums.add(periodOf(String(day["date"]), asked.grain), none);
    const baskets = new Map<string, Set<string>>();
    for (const line of this.#sales.salesOf(asked)) {
      const period = periodOf(line.day, asked.grain);
      sums.add(period, { ...none, gross: line.gross, net: line.net });
      baskets.set(period, (baskets.get(period) ?? new Set()).add(line.order));
    }
    for (const back of refundParts(this.#sales).filter(isWithin(asked)).filter(isOfKind(asked)))
      sums.add(periodOf(back.day, asked.grain), { ...none, refunds: back.amount, net: -back.net });
    return [...sums.sums]
      .map(([period, sum]) => ({
        period,
        gross: euros(sum["gross"] ?? 0),
        refunds: euros(sum["refunds"] ?? 0),
        netOfVat: euros(sum["net"] ?? 0),
        orders: baskets.get(period)?.size ?? 0,
      }))
      .toSorted((left, right) => (left.period < right.period ? -1 : 1));
  }

  territory(asked: Asked & { readonly level: string; readonly by: string }) {
    const [sums, spent, parents] = [new Sums(), new Sums(), new Map<string, string>()];
    const count = (row: { readonly site: number; readonly client: string | null }, gross: number, net: number) => {
      const person = this.#sales.personOf(row.client);
      const insee =
        asked.by === "client" ? this.#homeOf(person) : String(this.#sales.sites.get(row.site)?.["commune_insee"]);
      const { code, within: parent } = placeOf(insee, asked.level);
      parents.set(code, parent);
      sums.add(code, { gross, net });
      if (person !== undefined) spent.add(JSON.stringify([code, person]), { gross });
    };
    for (const line of this.#sales.salesOf(asked)) count(line, line.gross, line.net);
    for (const back of this.#sales.returnsOf(asked)) count(back, 0, -back.net);
    return [...sums.sums]
      .map(([code, sum]) => {
        const each = [...spent.sums].filter(([key]) => JSON.parse(key)[0] === code).map(([, one]) => one["gross"] ?? 0);
        return {
          code,
          within: parents.get(code),
          clients: each.length,
          largest: euros(Math.max(0, ...each)),
          gross: euros(sum["gross"] ?? 0),
          netOfVat: euros(sum["net"] ?? 0),
          per1000Inhabitants: perThousand(sum["net"] ?? 0, code, asked.level),
        };
      })
      .toSorted((left, right) => (left.code < right.code ? -1 : 1));
  }

  topClients(asked: Asked & { readonly metric: string }) {
    const [sums, last] = [new Sums(), new Map<string, string>()];
    const count = (client: string | null, day: string | undefined, visits: number, net: number) => {
      const person = this.#sales.personOf(client);
      if (person === undefined) return;
      sums.add(person, { visits, net });
      if (day !== undefined && day > (last.get(person) ?? "")) last.set(person, day);
    };
    for (const line of this.#sales.salesOf(asked)) count(line.client, line.day, 0, line.net);
    for (const back of this.#sales.returnsOf(asked)) count(back.client, undefined, 0, -back.net);
    for (const row of this.#sales.live("visits")) {
      const visit = { day: parisDay(row["entered_at"]), site: Number(row["site_id"]) };
      if (isWithin(asked)(visit)) count(idOf(row["client_id"]), visit.day, 1, 0);
    }
    const by = (sum: Record<string, number>): number => sum[asked.metric] ?? 0;
    return [...sums.sums]
      .filter(([person]) => last.has(person))
      .toSorted(([one, left], [other, right]) => by(right) - by(left) || (one < other ? -1 : 1))
      .map(([person, sum], at) => ({
        rank: at + 1,
        person,
        recency: Math.round((Date.parse(asked.to) - Date.parse(last.get(person) ?? "")) / 86_400_000),
        visits: sum["visits"] ?? 0,
        net: euros(sum["net"] ?? 0),
      }));
  }
}
