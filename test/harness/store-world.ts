import { createRequire } from "node:module";
import type { Database } from "../../core/ports/database.ts";
import { deployment } from "../../assets/index.ts";
import { coordinates } from "../../dev/communes/coordinates.ts";
import { places } from "../../dev/ponton/places.ts";
import type { TableName } from "../../dev/ponton/row.ts";
import { parisDay, type Vendor } from "./vendor-sales.ts";
import { speaksTsql } from "../contracts/portable.ts";
import { inhabited } from "./inhabited.ts";
import { storeRows, type StoredRow } from "./store-rows.ts";

type Division = { readonly code: string; readonly nom: string };
const load = createRequire(import.meta.url);
const nameIn = (file: string, code: string): string => {
  const divisions: readonly Division[] = load(`@etalab/decoupage-administratif/data/${file}.json`);
  return divisions.find((division) => division.code === code)?.nom ?? "";
};

/** What makes a table's row a stored one: its day, and the commune of a client's address. */
const toStored: Partial<Record<TableName, (row: StoredRow) => StoredRow>> = {
  sites: (row) => row,
  activities: (row) => row,
  products: (row) => row,
  clients: (row) => ({ ...row, commune_code: communeOf(row["address"]) }),
  orders: (row) => ({ ...row, business_day: parisDay(row["opened_at"]) }),
  order_lines: (row) => row,
  refunds: (row) => ({ ...row, business_day: parisDay(row["refunded_at"]) }),
  visits: (row) => ({ ...row, business_day: parisDay(row["entered_at"]) }),
  sessions: (row) => ({
    ...row,
    starts_at: fromParis(row["starts_at"]),
    ends_at: fromParis(row["ends_at"]),
    business_day: String(row["starts_at"]).slice(0, 10),
  }),
  bookings: (row) => ({ ...row, business_day: parisDay(row["booked_at"]) }),
  payments: (row) => {
    const paidAt = new Date(Number(row["paid_at"]) * 1000).toISOString();
    return { ...row, paid_at: paidAt, business_day: parisDay(paidAt) };
  },
  passes: (row) => row,
  site_days: (row) => ({ ...row, business_day: row["date"] }),
};

const parisClocks = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Europe/Paris",
  dateStyle: "short",
  timeStyle: "medium",
});

/** The instant of a time on Paris's clocks. */
function fromParis(local: unknown): string {
  const candidates = [2, 1].map((hours) => new Date(Date.parse(`${String(local)}Z`) - hours * 3_600_000));
  const instant = candidates.find((one) => parisClocks.format(one) === String(local).replace("T", " "));
  if (instant === undefined) throw new Error(`Paris's clocks never show ${String(local)}`);
  return instant.toISOString();
}

function communeOf(address: unknown): string | null {
  const city = typeof address === "object" && address !== null && "city" in address ? String(address.city) : "";
  return places.find((place) => place.city.toLowerCase() === city.toLowerCase())?.insee ?? null;
}

/** Store the vendor's rows that marts and KPIs read as loads would have, without any load; build the marts. */
export async function storeWorld(
  database: Pick<Database, "query" | "buildMart" | "describe">,
  vendor: Vendor,
): Promise<void> {
  await storeRows(database, "communes", storedCommunes());
  await storeRows(
    database,
    "commune_populations",
    inhabited.map(({ code, nom, commune, departement, region, population }) => ({
      insee_code: code,
      name: nom,
      parent_code: commune ?? null,
      departement_code: departement ?? null,
      region_code: region ?? null,
      population,
    })),
  );
  for (const [table, convert] of Object.entries(toStored)) {
    const rows = vendor(table as TableName);
    await storeRows(database, table, rows.map(convert));
  }
  await database.query(
    speaksTsql(database)
      ? "update l set [business_day] = o.[business_day] from [open].[order_lines] l join [open].[orders] o on o.[id] = l.[order_id];"
      : `update "open".order_lines l set business_day = o.business_day from "open".orders o where o.id = l.order_id`,
  );
  for (const mart of deployment.graph.spec.marts) await database.buildMart(mart, undefined);
}

function storedCommunes(): readonly StoredRow[] {
  const all: readonly { code: string; nom: string; type: string; departement: string; region: string }[] = load(
    "@etalab/decoupage-administratif/data/communes.json",
  );
  return places.flatMap((place) => {
    const commune = all.find((one) => one.code === place.insee && one.type === "commune-actuelle");
    if (commune === undefined) return [];
    const centre = coordinates(commune.nom, commune.departement);
    return ["1", "2"].map((postal) => ({
      insee_code: commune.code,
      postal_code: `${place.postal.slice(0, 4)}${postal}`,
      routing_label: "X",
      postal_name: "X",
      full_name: commune.nom,
      departement_code: commune.departement,
      departement_name: nameIn("departements", commune.departement),
      region_code: commune.region,
      region_name: nameIn("regions", commune.region),
      latitude: centre?.latitude ?? null,
      longitude: centre?.longitude ?? null,
    }));
  });
}
