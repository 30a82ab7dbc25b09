/** A text in each language that pages speak. */
export type Words = { readonly en: string; readonly fr: string };
/** Languages that pages speak. */
export type Language = keyof Words;

/** What a number counts, hence how it is written. */
export type Unit = "money" | "count" | "share" | "index" | "days" | "km";

/** A question to a KPI: its key, and words of its own parameters. */
export type KpiQuestion = { readonly kpi: string; readonly values?: { readonly [name: string]: string } };

/** One number of many rows: the sum of a column, or the sum of one as a share of the sum of another. */
export type Measure = { readonly sum: string } | { readonly part: string; readonly of: string };

/** A number on top of a page, beside that of a year before. */
export type CardSpec = KpiQuestion & {
  readonly key: string;
  readonly title: Words;
  readonly measure: Measure;
  readonly unit: Unit;
};

/** A column of a KPI's answer as a table shows it: `text` for names and words, `period` for first days of periods. */
export type ShownColumn = {
  readonly name: string;
  readonly title: Words;
  readonly unit: Unit | "text" | "period" | "plain";
  /** Words of a coded value: the weekday 1, the method `card`. */
  readonly words?: { readonly [value: string]: Words };
};

/**
 * A drawing of a KPI's rows with the table of what it draws. `line` and `columns` stand over the first column;
 * `bars` adds rows up that are alike in it, greatest first; `grid` has the first column down and the second across.
 */
export type ChartSpec = KpiQuestion & {
  readonly key: string;
  readonly title: Words;
  readonly note?: Words;
  readonly draw: "line" | "columns" | "bars" | "grid";
  /** The first names rows; a grid's second names its columns. */
  readonly columns: readonly [ShownColumn, ...ShownColumn[]];
  /** The column that is drawn. */
  readonly value: string;
  /** Drawn beside a year before. */
  readonly lastYear?: true;
  /** What `bars` draws adds up to a whole: the table has shares of it. */
  readonly ofWhole?: true;
};

/** A page of numbers and drawings; `oneSite` when it is about one base at a time. */
export type DashboardSpec = {
  readonly key: string;
  readonly title: Words;
  readonly intro: Words;
  readonly oneSite?: true;
  readonly cards: readonly CardSpec[];
  readonly charts: readonly ChartSpec[];
};

/** The KPI whose rows name the sites that can be picked. */
export type SiteList = KpiQuestion & { readonly number: string; readonly name: string; readonly title: Words };

/** The pages of a deployment. */
export type Dashboards = { readonly sites?: SiteList; readonly pages: readonly DashboardSpec[] };
