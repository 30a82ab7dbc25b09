import type { ApiRecord, Json } from "../../core/landed-row.ts";
import { pick } from "../../core/cast/pick.ts";

/** How a value is told by the vendor and read from the database, both as one text. `stored` is SQL on a column. */
type How = { readonly stored: (column: string) => string; readonly told: (value: Json) => string };

const plain = (column: string): string => `${column}::text`;
const milliseconds = (column: string): string => `(extract(epoch from ${column}) * 1000)::bigint::text`;

const byName = ([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number =>
  left < right ? -1 : 1;

const ways = {
  text: { stored: plain, told: String },
  number: { stored: (column) => `trim_scale(${column}::numeric)::text`, told: (value) => String(Number(value)) },
  instant: { stored: milliseconds, told: (value) => String(Date.parse(String(value))) },
  seconds: { stored: milliseconds, told: (value) => `${String(value)}000` },
  parisTime: {
    stored: (column) => `to_char(${column} at time zone 'Europe/Paris', 'YYYY-MM-DD"T"HH24:MI:SS')`,
    told: String,
  },
  /** Of one level: the database keeps its names in an order of its own. */
  document: { stored: plain, told: (value) => JSON.stringify(Object.entries(value ?? {}).toSorted(byName)) },
  person: { stored: plain, told: String },
} satisfies Readonly<Record<string, How>>;

/** The fields of the vendor's tables by how they are told, written by hand from its documentation: `column=field` where they are named apart. */
const fields: Readonly<Record<string, Partial<Readonly<Record<keyof typeof ways, string>>>>> = {
  sites: {
    number: "id lat lng",
    text: "code name timezone commune_insee postal_code opened_on status",
    instant: "created_at updated_at deleted_at",
  },
  activities: {
    number: "id site_id slot_capacity duration_min min_age",
    text: "code name category",
    instant: "created_at updated_at deleted_at",
  },
  products: {
    number: "id activity_id price vat_rate",
    text: "sku name kind valid_from valid_to",
    instant: "created_at updated_at deleted_at",
  },
  clients: {
    person: "id merged_into_id",
    text: "gender country=address.country language marketing_opt_in source",
    instant: "created_at updated_at anonymised_at deleted_at",
  },
  sessions: {
    number: "id site_id activity_id capacity booked_count",
    parisTime: "starts_at ends_at",
    text: "status",
    document: "weather",
    instant: "created_at updated_at deleted_at",
  },
  bookings: {
    number: "id session_id site_id party_size price_total",
    person: "client_id",
    text: "number channel status cancel_reason currency",
    instant: "booked_at cancelled_at created_at updated_at deleted_at",
  },
  orders: {
    number: "id site_id booking_id subtotal discount vat_total total",
    person: "client_id",
    text: "number register_id status",
    instant: "opened_at closed_at created_at updated_at deleted_at",
  },
  order_lines: {
    number: "id order_id line_no product_id qty unit_price discount vat_rate total",
    instant: "created_at updated_at deleted_at",
  },
  payments: {
    number: "id order_id amount",
    text: "method status psp_ref",
    seconds: "paid_at",
    instant: "created_at updated_at deleted_at",
  },
  refunds: {
    number: "id payment_id order_id amount",
    text: "reason",
    instant: "refunded_at created_at updated_at deleted_at",
  },
  passes: {
    number: "id product_id credits_total credits_used renewed_from_id version",
    person: "client_id",
    document: "site_scope",
    text: "starts_on ends_on auto_renew status",
    instant: "created_at updated_at deleted_at",
  },
  visits: {
    number: "id site_id pass_id booking_id",
    person: "client_id",
    text: "gate",
    instant: "entered_at left_at created_at",
  },
  gift_cards: {
    text: "id expires_on status",
    number: "order_id initial_amount balance",
    instant: "created_at updated_at deleted_at",
  },
  site_days: {
    number: "site_id staff_count",
    text: "date open opens_at closes_at",
    document: "weather",
    instant: "created_at updated_at deleted_at",
  },
};

/** One open column of a table, and where the vendor tells it. */
export type VendorField = { readonly column: string; readonly way: keyof typeof ways; readonly path: string };

/** What the vendor tells of a table's open columns, without those that are derived from personal fields. */
export const vendorFields = (table: string): readonly VendorField[] =>
  (["text", "number", "instant", "seconds", "parisTime", "document", "person"] as const).flatMap((way) =>
    (fields[table]?.[way]?.split(" ") ?? []).map((name) => {
      const [column = "", path = column] = name.split("=");
      return { column, way, path };
    }),
  );

/** A table's rows by column, each value as a text. */
export const storedSql = (table: string): string =>
  `select ${vendorFields(table)
    .map(({ column, way }) => `${ways[way].stored(`"${column}"`)} as "${column}"`)
    .join(", ")} from "open".${table}`;

/** A row as both sides write it. */
export type ToldRow = Readonly<Record<string, string | null>>;

/** A row of the ledger as it is to be stored. */
export const toldRow = (table: string, record: ApiRecord): ToldRow =>
  Object.fromEntries(
    vendorFields(table).map(({ column, way, path }) => {
      const value = pick(record, path) ?? null;
      return [column, value === null ? null : ways[way].told(value)];
    }),
  );

/** A stored row, its documents in the order in which they are told. */
export const storedRow = (table: string, row: ToldRow): ToldRow =>
  Object.fromEntries(
    vendorFields(table).map(({ column, way }) => {
      const value = row[column] ?? null;
      return [column, value !== null && way === "document" ? ways.document.told(JSON.parse(value)) : value];
    }),
  );
