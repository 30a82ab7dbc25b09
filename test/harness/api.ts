import type { OpenAPIHono } from "@hono/zod-openapi";
import { createApp } from "../../api/create-app.ts";
import type { ApiDeps } from "../../api/deps.ts";
import { createApiKey } from "../../api/keys.ts";
import type { Scope } from "../../core/access/scopes.ts";
import type { ApiEnv } from "../../api/caller.ts";
import { deployment } from "../../assets/index.ts";
import type { Database } from "../../core/ports/database.ts";
import { openDatabase } from "../../db/open-database.ts";
import { utc } from "../../db/mssql/json-list.ts";
import { ask, speaksTsql } from "../contracts/portable.ts";
import { closeAfterFile } from "./close-after-file.ts";
import { storeRows, type StoredRow } from "./store-rows.ts";
import { refusingOperations } from "../fakes/refusing-operations.ts";
import { memoryObjectStore } from "../fakes/memory-object-store.ts";

/** The API over an embedded database with a few made-up sales of two bases. */
export type TestApi = {
  readonly app: OpenAPIHono<ApiEnv>;
  readonly database: Database;
  readonly events: { readonly key: string; readonly etag: string }[];
  readonly reports: string[];
  readonly store: ApiDeps["events"]["store"] & ReturnType<typeof memoryObjectStore>;
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Response>;
  readonly key: (scopes: readonly Scope[], days?: number) => Promise<string>;
};

/** The event token of the test API. */
export const eventToken = "token-of-the-tests-only";
const now = new Date("2026-07-04T10:00:00.000Z");

/** Open one, on a database that lasts as long as the file's tests or on a given one; `over` replaces parts of its dependencies. */
export async function testApi(over: Partial<ApiDeps> = {}, given?: Database): Promise<TestApi> {
  const database = given ?? closeAfterFile(await openDatabase({ memory: true }, deployment));
  await database.migrate();
  const [events, reports, store] = [[] as TestApi["events"], [] as string[], memoryObjectStore()];
  const app = createApp({
    deployed: deployment,
    database,
    clock: { now: () => now },
    aliasOf: (consumer, pid) => `${consumer.slice(0, 2)}-${pid.slice(-2)}`,
    events: {
      token: eventToken,
      bucket: "sillage",
      store,
      onObjects: async ({ objects }) => void events.push(...objects),
    },
    operations: over.operations ?? refusingOperations,
    temporalUi: undefined,
    report: (line) => void reports.push(line),
    ...over,
  });
  const key = async (scopes: readonly Scope[], days = 1): Promise<string> => {
    const { token, record } = createApiKey({ environment: "test", label: "tests", scopes, days, now });
    await database.addApiKey(record);
    return token;
  };
  const reader = await key(["kpi:read", "kpi:individual"]);
  return {
    app,
    database,
    events,
    reports,
    store,
    key,
    get: async (path, headers = {}) =>
      app.request(path, { headers: { authorization: `Bearer ${reader}`, ...headers } }),
  };
}

/** The pid of a made-up client. */
export const pidOf = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;

/** Made-up sales: two days at two bases, one territory unknown; every asset that the KPIs read was built. */
export async function seedSales(database: Database): Promise<void> {
  await storeRows(database, "communes", [lille]);
  // A figure of its own: 100.08 euros of 200,000 are 0.50 a thousand.
  await storeRows(database, "commune_populations", [
    { insee_code: "59350", name: "Lille", departement_code: "59", region_code: "32", population: 200_000 },
  ]);
  await storeRows(database, "sites", [site(1, "59350"), site(2, "99999")]);
  await storeRows(database, "products", [
    { id: 1, sku: "A", kind: "session", price: "20.00", vat_rate: "20.00", valid_from: "2020-01-01" },
    { id: 2, sku: "B", kind: "food", price: "0.10", vat_rate: "20.00", valid_from: "2020-01-01" },
  ]);
  await storeRows(database, "site_days", [
    ...["2026-07-01", "2026-07-02", "2026-07-03", "2026-07-06"].map((day) => siteDay(day, true)),
    ...["2026-07-04", "2026-07-05"].map((day) => siteDay(day, false)),
  ]);
  await sell(database, { id: 1, day: "2026-07-01", site: 1, product: 1, total: "120.00" });
  await sell(database, { id: 2, day: "2026-07-02", site: 1, product: 2, total: "0.10" });
  await sell(database, { id: 3, day: "2026-07-02", site: 2, product: 1, total: "60.00" });
  await materialise(database, "2026-07-03T02:00:00.000Z");
}

/** A made-up sale of one line at 20 % VAT. */
export type MadeUpSale = {
  readonly id: number;
  readonly day: string;
  readonly site: number;
  readonly product: number;
  readonly total: string;
  readonly client?: string;
};

/** Store one, and build its day again. */
export const sell = (database: Database, sale: MadeUpSale): Promise<void> => sellAll(database, [sale]);

/** Store several, and build their days again, once. */
export async function sellAll(database: Database, sales: readonly MadeUpSale[]): Promise<void> {
  await storeRows(
    database,
    "orders",
    sales.map(({ id, day, site, client, total }) => ({
      id,
      number: "N",
      site_id: site,
      client_id: client ?? null,
      status: "paid",
      subtotal: total,
      discount: "0.00",
      vat_total: "0.00",
      total,
      opened_at: `${day}T10:00:00Z`,
      business_day: day,
    })),
  );
  await storeRows(
    database,
    "order_lines",
    sales.map(({ id, day, product, total }) => ({
      id,
      order_id: id,
      line_no: 1,
      product_id: product,
      qty: 1,
      vat_rate: "20.00",
      unit_price: total,
      discount: "0.00",
      total,
      business_day: day,
    })),
  );
  const days = [...new Set(sales.map(({ day }) => day))];
  for (const mart of deployment.graph.spec.marts) await database.buildMart(mart, days);
}

const lille = {
  insee_code: "59350",
  postal_code: "59000",
  routing_label: "LILLE",
  postal_name: "LILLE",
  full_name: "Lille",
  departement_code: "59",
  departement_name: "Nord",
  region_code: "32",
  region_name: "Hauts-de-France",
};

const site = (id: number, commune: string): StoredRow => ({
  id,
  code: "S",
  name: "Base",
  timezone: "Europe/Paris",
  commune_insee: commune,
  postal_code: "00000",
  lat: 0,
  lng: 0,
  opened_on: "2020-01-01",
  status: "open",
});

const siteDay = (date: string, open: boolean): StoredRow => ({ site_id: 1, date, open, business_day: date });

/** Say that every asset was built just now, from what was loaded through an instant. */
export async function materialise(database: Database, loadedThrough: string): Promise<void> {
  for (const { key } of deployment.graph.assets) {
    const values = [key, loadedThrough, `m-${key}-${loadedThrough}`, loadedThrough];
    await ask(database, "delete from sillage.asset_state where asset = $1", [key]);
    await ask(
      database,
      "insert into sillage.asset_state (asset, loaded_through, materialisation_id, materialised_at, rows) values ($1, $2, $3, $4, 1)",
      speaksTsql(database) ? [...values.slice(0, 3), utc(loadedThrough)] : values,
    );
  }
}
