import { percentile } from "./booking-truth.ts";
import { eachText, openDays, rateText } from "./sales-truth.ts";
import { periodOf, sortedBy, Sums } from "./sums.ts";
import { cents, euros, isWithin, parisDay, type Question, type VendorSales } from "./vendor-sales.ts";

type Money = {
  readonly day: string;
  readonly site: number;
  readonly method: string;
  readonly amount: number;
  readonly refunds: number;
};

/** Payments received, and refunds made, of orders that count. */
function moneyOf(sales: VendorSales): readonly Money[] {
  const orders = sales.live("orders").filter((order) => order["status"] !== "cancelled");
  const sites = new Map(orders.map((order) => [order["id"], Number(order["site_id"])]));
  const methods = new Map(sales.vendor("payments").map((payment) => [payment["id"], String(payment["method"])]));
  const paid = sales
    .live("payments")
    .filter((payment) => ["captured", "settled", "refunded"].includes(String(payment["status"])))
    .map((payment) => ({
      order: payment["order_id"] ?? null,
      day: parisDay(new Date(Number(payment["paid_at"]) * 1000).toISOString()),
      method: String(payment["method"]),
      amount: cents(payment["amount"]),
      refunds: 0,
    }));
  const returned = sales.live("refunds").map((refund) => ({
    order: refund["order_id"] ?? null,
    day: parisDay(refund["refunded_at"]),
    method: methods.get(refund["payment_id"] ?? null) ?? "unknown",
    amount: 0,
    refunds: cents(refund["amount"]),
  }));
  return [...paid, ...returned].flatMap(({ order, ...row }) => {
    const site = sites.get(order);
    return site === undefined ? [] : [{ ...row, site }];
  });
}

/** The mart `payments_daily`. */
export function paymentsDaily(sales: VendorSales) {
  const sums = new Sums();
  for (const { day, site, method, amount, refunds } of moneyOf(sales))
    sums.add(JSON.stringify([day, site, method]), { amount, refunds });
  return [...sums.entries()].map(([[day, site, method], { amount = 0, refunds = 0 }]) => ({
    day,
    site_id: site,
    method,
    amount: euros(amount),
    refunds: euros(refunds),
  }));
}

/** `payment-mix`. */
export function paymentMix(sales: VendorSales, asked: Question) {
  const [sums, periods] = [new Sums(), new Sums()];
  const money = moneyOf(sales).filter(isWithin(asked));
  for (const { day } of openDays(sales, asked))
    for (const method of new Set(money.map((one) => one.method)))
      sums.add(JSON.stringify([periodOf(day, asked.grain), method]), {});
  for (const { day, method, amount, refunds } of money) {
    sums.add(JSON.stringify([periodOf(day, asked.grain), method]), { amount, refunds });
    periods.add(periodOf(day, asked.grain), { net: amount - refunds });
  }
  const rows = [...sums.entries()].map(([[period, method], { amount = 0, refunds = 0 }]) => ({
    period,
    method,
    amount: euros(amount),
    refunds: euros(refunds),
    net: euros(amount - refunds),
    share: rateText(amount - refunds, periods.sums.get(String(period))?.["net"] ?? 0),
  }));
  return sortedBy(rows, "period", "method");
}

/** Orders with what they come to. */
function basketsOf(sales: VendorSales) {
  const channels = new Map(sales.vendor("bookings").map((booking) => [booking["id"], String(booking["channel"])]));
  const bookings = new Map(sales.vendor("orders").map((order) => [String(order["id"]), order["booking_id"]]));
  return [...Map.groupBy(sales.lines, (line) => line.order)].flatMap(([order, lines]) => {
    const [first] = lines;
    if (first === undefined) return [];
    const channel = channels.get(bookings.get(order) ?? null) ?? "walk_in";
    const basket = lines.reduce((sum, { gross }) => sum + gross, 0);
    return [{ day: first.day, site: first.site, channel, basket, lines: lines.length }];
  });
}

/** The mart `baskets_daily`. */
export function basketsDaily(sales: VendorSales) {
  const sums = new Sums();
  for (const { day, site, channel, basket, lines } of basketsOf(sales))
    sums.add(JSON.stringify([day, site, channel, basket]), { orders: 1, lines });
  return [...sums.entries()].map(([[day, site, channel, basket], sum]) => ({
    day,
    site_id: site,
    channel,
    basket: euros(Number(basket)),
    ...sum,
  }));
}

/** `average-basket`. */
export function averageBasket(sales: VendorSales, asked: Question) {
  const baskets = basketsOf(sales).filter(isWithin(asked));
  const keyOf = (one: (typeof baskets)[number]) => (asked.by === "site" ? String(one.site) : one.channel);
  const rows = [...Map.groupBy(baskets, keyOf)].map(([key, list]) => {
    const amounts = list.map(({ basket }) => basket);
    const sum = (of: readonly number[]) => of.reduce((total, one) => total + one, 0);
    return {
      key,
      name: asked.by === "site" ? String(sales.sites.get(Number(key))?.["name"]) : key,
      orders: list.length,
      mean: eachText(sum(amounts), list.length),
      median: euros(percentile(50, amounts) ?? 0),
      p90: euros(percentile(90, amounts) ?? 0),
      linesPerOrder: eachText(100 * sum(list.map(({ lines }) => lines)), list.length),
    };
  });
  return sortedBy(rows, "key");
}

const daysFrom = (one: string, other: string): number => Math.round((Date.parse(other) - Date.parse(one)) / 86_400_000);

/** `passes`. */
export function passes(sales: VendorSales, asked: Question) {
  const live = sales.live("passes").filter((pass) => pass["status"] !== "cancelled");
  const isGood = (scope: unknown) => asked.site === undefined || (Array.isArray(scope) && scope.includes(asked.site));
  const sums = new Sums();
  for (const pass of live) {
    if (!isGood(pass["site_scope"]) || !["all", String(pass["product_id"])].includes(asked.product ?? "all")) continue;
    const [starts, ends] = [String(pass["starts_on"]), String(pass["ends_on"])];
    const isActive = starts < asked.to && daysFrom(ends, asked.to) <= 1;
    const isEnded = ends >= asked.from && ends < asked.to;
    const isRenewed = live.some(
      (other) => other["renewed_from_id"] === pass["id"] && daysFrom(ends, String(other["starts_on"])) <= 60,
    );
    sums.add(String(pass["product_id"]), {
      active: isActive ? 1 : 0,
      sold: starts >= asked.from && starts < asked.to ? 1 : 0,
      renewed: isEnded && isRenewed ? 1 : 0,
      churned: isEnded && !isRenewed ? 1 : 0,
      credits: isActive ? Number(pass["credits_total"] ?? 0) - Number(pass["credits_used"] ?? 0) : 0,
    });
  }
  const rows = [...sums.sums].map(([product, { active, sold, renewed = 0, churned = 0, credits }]) => ({
    product: Number(product),
    name: String(sales.products.get(Number(product))?.["name"]),
    active,
    sold,
    renewed,
    churned,
    rate: rateText(renewed, renewed + churned),
    creditsOutstanding: credits,
  }));
  return sortedBy(rows, "product");
}
