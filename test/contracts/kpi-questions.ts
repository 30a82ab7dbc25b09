import * as sales from "../harness/sales-truth.ts";
import type { Question, VendorSales } from "../harness/vendor-sales.ts";

type Rows = readonly Readonly<Record<string, unknown>>[];

/** What marts hold, by the vendor's rows alone. */
export const martTruths: Readonly<Record<string, (vendor: VendorSales) => Rows>> = {
  refunds_daily: sales.refundsDaily,
};

/** What KPIs answer, in order, by the vendor's rows alone. */
export const kpiTruths: Readonly<Record<string, (vendor: VendorSales, question: Question) => Rows>> = {
  "revenue-by-site": sales.revenueBySite,
  "revenue-by-activity": sales.revenueByActivity,
  "seasonality-index": sales.seasonalityIndex,
};
