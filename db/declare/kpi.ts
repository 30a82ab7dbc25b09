import type { SQLWrapper } from "drizzle-orm";
import { fingerprint } from "../../core/fingerprint.ts";
import type { KpiSpec } from "../../core/spec/asset.ts";
import type { ColumnSpec } from "../../core/spec/column.ts";
import { columnSpec } from "./column.ts";
import { openOf, type Deps, type OpenOf, type RowOf } from "./mart.ts";
import { query, render, type Query, type Statement } from "./query.ts";
import type { Columns } from "./table.ts";

/** A parameter of a KPI beyond `from`, `to` and `site`. */
export type ParamSpec =
  | { readonly kind: "choice"; readonly values: readonly string[]; readonly byDefault: string; readonly doc: string }
  | { readonly kind: "limit"; readonly most: number; readonly byDefault: number; readonly doc: string };
/** Parameters by name. */
export type Params = { readonly [name: string]: ParamSpec };
type ValueOf<P extends ParamSpec> = P extends { kind: "choice"; values: readonly (infer V)[] } ? V : number;

/** What every KPI is asked: a half-open range of business days, and one site or all. */
export type Range = { readonly from: string; readonly to: string; readonly site: number | undefined };
/** What a KPI's query is given beside its deps. */
export type KpiContext<P extends Params> = Range & { readonly q: Query } & { readonly [K in keyof P]: ValueOf<P[K]> };

/** What `kpi()` takes. */
export type KpiOptions<D extends Deps, P extends Params, C extends Columns> = {
  readonly summary: string;
  readonly doc: string;
  readonly deps: D;
  readonly params: P;
  readonly row: C;
  /** Rows hold a pseudonym in this column, shown as the consumer's alias. */
  readonly alias?: keyof C & string;
  /** Needs the scope `kpi:individual`. */
  readonly individual?: boolean;
  /** Cells count people in this column and are suppressed below the smallest group. */
  readonly people?: keyof C & string;
  readonly rows: (
    deps: OpenOf<D>,
    context: KpiContext<P>,
  ) => SQLWrapper & { readonly _: { readonly result: readonly RowOf<C>[] } };
};

/** A declared KPI: its spec, its parameters, its columns, and the statement that answers one question. */
export type DeclaredKpi = {
  readonly spec: KpiSpec;
  readonly doc: string;
  readonly params: Params;
  readonly columns: readonly ColumnSpec[];
  readonly alias: string | undefined;
  readonly individual: boolean;
  readonly people: string | undefined;
  readonly statement: (range: Range, values: { readonly [name: string]: string | number }) => Statement;
};

/** Declare an endpoint: parameters, columns, and a typed query. */
export function kpi<const D extends Deps, const P extends Params, const C extends Columns>(
  key: string,
  options: KpiOptions<D, P, C>,
): DeclaredKpi {
  const columns = Object.entries(options.row).map(([name, declared]) => columnSpec(name, declared));
  const statement = (range: Range, values: { readonly [name: string]: string | number }): Statement =>
    render(
      options.rows(
        openOf(options.deps),
        mintContext<P>({ ...defaults(options.params), ...values, ...range, q: query() }),
      ),
    );
  const sample = statement({ from: "2000-01-01", to: "2000-01-02", site: undefined }, {});
  return {
    spec: {
      key,
      summary: options.summary,
      deps: Object.values(options.deps).map((dep) => dep.spec.key),
      version: fingerprint(JSON.stringify(columns) + sample.text),
    },
    doc: options.doc,
    params: options.params,
    columns,
    alias: options.alias,
    individual: options.individual ?? false,
    people: options.people,
    statement,
  };
}

const defaults = (params: Params) =>
  Object.fromEntries(Object.entries(params).map(([name, param]) => [name, param.byDefault]));
const mintContext = <P extends Params>(built: unknown): KpiContext<P> => built as KpiContext<P>;

/** One of a closed list of words; the first is the default. */
export const choice = <const V extends readonly [string, ...string[]]>(values: V, doc: string) =>
  ({ kind: "choice", values, byDefault: values[0], doc }) as const;
/** The period that rows are grouped by. */
export const grain = () =>
  choice(["month", "day", "week", "season", "year"], "Period that rows are grouped by; weeks are ISO.");
/** How many rows at most. */
export const limit = (byDefault: number, most: number) =>
  ({ kind: "limit", most, byDefault, doc: `Rows at most, up to ${most}.` }) as const;
