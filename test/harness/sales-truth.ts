import { periodOf, sortedBy, Sums } from "./sums.ts";
import {
  cents,
  euros,
  isWithin,
  parisDay,
  share,
  type Asked,
  type Question,
  type VendorSales,
} from "./vendor-sales.ts";

/** A part of a whole as an exact text of four decimals; null of a whole of zero. */
export const rateText = (part: number, whole: number): string | null =>
  whole === 0 ? null : (share(part, 10_000, whole) / 10_000).toFixed(4);

/** An amount in cents for each of a count, as an exact text; null for each of none. */
export const eachText = (amount: number, count: number): string | null =>
  count === 0 ? null : euros(share(amount, 1, count));

/** Days on which a base was open. */
export const openDays = (sales: VendorSales, asked: Asked) =>
  sales
    .live("site_days")
    .filter((day) => day["open"] === true)
    .map((day) => ({ day: String(day["date"]), site: Number(day["site_id"]) }))
    .filter(isWithin(asked));

/** Parts of refunds by product: each product has the share of all up to it less that of those before. */
export function refundParts(sales: VendorSales) {
  const ofOrder = Map.groupBy(sales.lines, (line) => line.order);
  return sales.live("refunds").flatMap((refund) => {
    const lines = ofOrder.get(String(refund["order_id"])) ?? [];
    const products = [...Map.groupBy(lines, (line) => line.product)].toSorted(([one], [other]) => one - other);
    const whole = lines.reduce((sum, line) => sum + line.gross, 0);
    let [gross, net] = [0, 0];
    return products.map(([product, sold]) => {
      const upTo = sold.reduce((sum, line) => ({ gross: sum.gross + line.gross, net: sum.net + line.net }), {
        gross,
        net,
      });
      const amount = cents(refund["amount"]);
      const part = {
        day: parisDay(refund["refunded_at"]),
        site: sold[0]?.site ?? 0,
        product,
        kind: sold[0]?.kind ?? "",
        amount: share(amount, upTo.gross, whole) - share(amount, gross, whole),
        net: share(amount, upTo.net, whole) - share(amount, net, whole),
      };
      ({ gross, net } = upTo);
      return part;
    });
  });
}

/** The mart `refunds_daily`. */
export function refundsDaily(sales: VendorSales) {
  const sums = new Sums();
  for (const { day, site, product, amount, net } of refundParts(sales))
    for (const one of [0, product]) sums.add(JSON.stringify([day, site, one]), { amount, net });
  return [...sums.entries()].map(([[day, site, product], sum]) => ({
    day,
    site_id: site,
    product_id: product,
    amount: euros(sum["amount"] ?? 0),
    net: euros(sum["net"] ?? 0),
  }));
}

/** The mart `orders_daily`. */
export function ordersDaily(sales: VendorSales) {
  const [orders, sums] = [new Map<string, Set<string>>(), new Sums()];
  for (const { day, site, kind, order, gross, net } of sales.lines)
    for (const one of ["all", kind]) {
      const key = JSON.stringify([day, site, one]);
      orders.set(key, (orders.get(key) ?? new Set()).add(order));
      sums.add(key, { gross, net });
    }
  return [...sums.entries()].map(([key, { gross = 0, net = 0 }]) => {
    const [day, site, kind] = key;
    return {
      day,
      site_id: site,
      kind,
      orders: orders.get(JSON.stringify(key))?.size,
      gross: euros(gross),
      net: euros(net),
    };
  });
}

/** Lines sold, and refunds as lines of a net below zero. */
const netOf = (sales: VendorSales, asked: Asked) => [
  ...sales.salesOf(asked).map(({ day, site, product, net, quantity }) => ({ day, site, product, net, quantity })),
  ...refundParts(sales)
    .filter(isWithin(asked))
    .map(({ day, site, product, net }) => ({ day, site, product, net: -net, quantity: 0 })),
];

/** `revenue-by-site`. */
export function revenueBySite(sales: VendorSales, asked: Question) {
  const sums = new Sums();
  for (const { site } of openDays(sales, asked)) sums.add(JSON.stringify([site]), { open: 1 });
  for (const { site, net } of netOf(sales, asked)) sums.add(JSON.stringify([site]), { net });
  const rows = [...sums.entries()].map(([[site], { net = 0, open = 0 }]) => ({ site: Number(site), net, open }));
  const all = rows.reduce((sum, { net }) => sum + net, 0);
  const by: Readonly<Record<string, (row: (typeof rows)[number]) => number>> = {
    net: (row) => -row.net,
    per_open_day: (row) => -Number(eachText(row.net, row.open)),
  };
  return rows
    .toSorted(
      (one, other) =>
        (by[asked.sort ?? "net"]?.(one) ?? 0) - (by[asked.sort ?? "net"]?.(other) ?? 0) || one.site - other.site,
    )
    .map(({ site, net, open }, at) => ({
      rank: at + 1,
      site,
      name: String(sales.sites.get(site)?.["name"]),
      netOfVat: euros(net),
      share: rateText(net, all),
      openDays: open,
      perOpenDay: eachText(net, open),
    }));
}

/** `revenue-by-activity`. */
export function revenueByActivity(sales: VendorSales, asked: Question) {
  const [sums, periods] = [new Sums(), new Sums()];
  const activities = new Map(sales.vendor("activities").map((activity) => [activity["id"], activity]));
  for (const { day, site } of openDays(sales, asked))
    for (const activity of sales.live("activities").filter((one) => one["site_id"] === site))
      sums.add(JSON.stringify([periodOf(day, asked.grain), Number(activity["id"]), ""]), { net: 0 });
  for (const { day, product, net, quantity } of netOf(sales, asked)) {
    const sold = sales.products.get(product);
    const activity = Number(sold?.["activity_id"] ?? 0);
    const period = periodOf(day, asked.grain);
    sums.add(JSON.stringify([period, activity, activity === 0 ? String(sold?.["kind"]) : ""]), { net, quantity });
    periods.add(period, { net });
  }
  const rows = [...sums.entries()].map(([[period, activity, kind], { net = 0, quantity = 0 }]) => ({
    period,
    activity: Number(activity),
    name: kind || String(activities.get(Number(activity))?.["name"]),
    category: kind || String(activities.get(Number(activity))?.["category"]),
    netOfVat: euros(net),
    quantity: (quantity / 1000).toFixed(3),
    share: rateText(net, periods.sums.get(String(period))?.["net"] ?? 0),
  }));
  return sortedBy(rows, "period", "category", "activity");
}

/** The ISO week of a day. */
function isoWeek(day: string): number {
  const thursday = new Date(Date.parse(periodOf(day, "week")) + 3 * 86_400_000);
  return Math.floor((thursday.getTime() - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / (7 * 86_400_000)) + 1;
}

/** `seasonality-index`. */
export function seasonalityIndex(sales: VendorSales, asked: Question) {
  const [units, seasons] = [new Sums(), new Sums()];
  for (const { day, net } of [...openDays(sales, asked).map(({ day }) => ({ day, net: 0 })), ...netOf(sales, asked)]) {
    const unit = asked.grain === "month" ? Number(day.slice(5, 7)) : isoWeek(day);
    units.add(JSON.stringify([unit, day.slice(0, 4)]), { net });
    seasons.add(day.slice(0, 4), { net });
  }
  const shares = [...units.entries()].map(([[unit, season], { net = 0 }]) => {
    const whole = seasons.sums.get(String(season))?.["net"] ?? 0;
    return { unit: Number(unit), share: whole === 0 ? null : share(net, 10_000_000_000, whole) };
  });
  const byUnit = [...Map.groupBy(shares, ({ unit }) => unit)];
  const known = shares.flatMap(({ share }) => share ?? []);
  const sum = known.reduce((total, share) => total + share, 0);
  const rows = byUnit.map(([unit, list]) => {
    const own = list.flatMap(({ share }) => share ?? []);
    const total = own.reduce((before, one) => before + one, 0);
    const index = own.length === 0 || sum === 0 ? null : euros(share(100 * byUnit.length * 100, total, sum));
    return { unit, index, seasons: list.length };
  });
  return sortedBy(rows, "unit");
}
