import type { Row, TableName } from "../../dev/ponton/row.ts";

/** The vendor's rows of a table. */
export type Vendor = (table: TableName) => readonly Row[];
/** What a KPI is asked here; `to` is excluded. */
export type Asked = { readonly from: string; readonly to: string; readonly site?: number; readonly kind?: string };

/** What a KPI is asked here with the words of its parameters. */
export type Question = Asked & {
  readonly [
    word in "grain" | "sort" | "by" | "activity" | "reason" | "channel" | "cohort" | "band_km" | "product"
  ]?: string;
};

/** An amount in cents. */
export const cents = (value: unknown): number => Math.round(Number(value) * 100);
/** Cents as an exact decimal text. */
export const euros = (amount: number): string => (amount / 100).toFixed(2);

/** `amount` × `part` / `whole`, to the nearest unit, halves away from zero. */
export function share(amount: number, part: number, whole: number): number {
  if (whole === 0) return 0;
  const product = BigInt(amount) * BigInt(part) * 2n;
  const [twice, size] = [product < 0n ? -product : product, BigInt(Math.abs(whole))];
  const rounded = Number((twice + size) / (2n * size));
  return product < 0n !== whole < 0 ? -rounded : rounded;
}

const parisDays = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Paris" });

/** The day in Paris of an instant. */
export const parisDay = (instant: unknown): string => parisDays.format(new Date(String(instant)));

/** A line sold; amounts in cents, quantity in thousandths. */
export type Sale = {
  readonly order: string;
  readonly day: string;
  readonly site: number;
  readonly client: string | null;
  readonly product: number;
  readonly kind: string;
  readonly gross: number;
  readonly net: number;
  readonly quantity: number;
};
/** A refund; amounts in cents. */
export type Return = {
  readonly day: string;
  readonly site: number;
  readonly client: string | null;
  readonly amount: number;
  readonly net: number;
};

/** The vendor's rows read by loops over them: no SQL, no code of the product. */
export class VendorSales {
  readonly vendor: Vendor;
  readonly lines: readonly Sale[];
  readonly products: ReadonlyMap<unknown, Row>;
  readonly clients: ReadonlyMap<string, Row>;
  readonly sites: ReadonlyMap<unknown, Row>;
  readonly #byOrder: ReadonlyMap<string, readonly Sale[]>;

  constructor(vendor: Vendor) {
    this.vendor = vendor;
    this.products = new Map(vendor("products").map((product) => [product["id"], product]));
    this.clients = new Map(vendor("clients").map((client) => [String(client["id"]), client]));
    this.sites = new Map(vendor("sites").map((site) => [site["id"], site]));
    const orders = new Map(
      this.live("orders")
        .filter((order) => order["status"] !== "cancelled")
        .map((order) => [order["id"], order]),
    );
    this.lines = this.live("order_lines").flatMap((line) => {
      const order = orders.get(line["order_id"] ?? null);
      return order === undefined ? [] : [this.#saleOf(order, line)];
    });
    this.#byOrder = Map.groupBy(this.lines, (line) => line.order);
  }

  /** Rows that are not deleted. */
  live(table: TableName): readonly Row[] {
    return this.vendor(table).filter((row) => (row["deleted_at"] ?? null) === null);
  }

  #saleOf(order: Row, line: Row): Sale {
    const [gross, rate] = [cents(line["total"]), cents(line["vat_rate"])];
    return {
      order: String(order["id"]),
      day: parisDay(order["opened_at"]),
      site: Number(order["site_id"]),
      client: idOf(order["client_id"]),
      product: Number(line["product_id"]),
      kind: String(this.products.get(Number(line["product_id"]))?.["kind"]),
      gross,
      net: share(gross, 10_000, 10_000 + rate),
      quantity: Math.round(Number(line["qty"]) * 1000),
    };
  }

  /** Lines sold of what is asked. */
  salesOf(asked: Asked): readonly Sale[] {
    return this.lines.filter(isWithin(asked)).filter(isOfKind(asked));
  }

  /** Refunds of what is asked, of orders that count. */
  returnsOf(asked: Asked): readonly Return[] {
    return this.live("refunds")
      .flatMap((refund): readonly Return[] => {
        const sold = this.#byOrder.get(String(refund["order_id"]));
        if (sold?.[0] === undefined) return [];
        const kept = sold.filter(isOfKind(asked));
        const [whole, gross] = [total(sold, "gross"), total(kept, "gross")];
        const [amount, day] = [cents(refund["amount"]), parisDay(refund["refunded_at"])];
        const { site, client } = sold[0];
        return [
          { day, site, client, amount: share(amount, gross, whole), net: share(amount, total(kept, "net"), whole) },
        ];
      })
      .filter(isWithin(asked));
  }

  /** Who a client is in the end; undefined for nobody, unknown and deleted people. */
  personOf(id: string | null): string | undefined {
    let client = id === null ? undefined : this.clients.get(id);
    const seen = new Set<unknown>();
    while (client !== undefined && client["merged_into_id"] !== null && !seen.has(client["id"])) {
      seen.add(client["id"]);
      client = this.clients.get(String(client["merged_into_id"]));
    }
    return client === undefined || client["deleted_at"] !== null ? undefined : String(client["id"]);
  }
}

/** An id as text; null for none. */
export const idOf = (id: unknown): string | null => (id === null || id === undefined ? null : String(id));

/** True for rows of a range and a site. */
export const isWithin =
  ({ from, to, site }: Asked) =>
  (row: { readonly day: string; readonly site: number }): boolean =>
    row.day >= from && row.day < to && (site === undefined || row.site === site);

/** True for rows of a kind of product, or of any. */
export const isOfKind =
  ({ kind = "all" }: Pick<Asked, "kind">) =>
  (line: { readonly kind: string }): boolean =>
    kind === "all" || line.kind === kind;

const total = (lines: readonly Sale[], of: "gross" | "net"): number => lines.reduce((sum, line) => sum + line[of], 0);
