import { sql, type SQLWrapper } from "drizzle-orm";
import type { DialectName, Rendered, Statement } from "../../core/ports/database.ts";
import type { KpiSpec } from "../../core/spec/asset.ts";
import { withoutDocs, type ColumnSpec } from "../../core/spec/column.ts";
import { columnSpec } from "./column.ts";
import { dialects } from "./dialects.ts";
import { inDialects } from "./in-dialects.ts";
import { kpiSpec } from "./kpi-spec.ts";
import { kpiExample, type ExampleOf, type KpiExample } from "./kpi-example.ts";
import type { RowOf } from "./mart.ts";
import { openOf, type Deps, type OpenOf } from "./open-of.ts";
import { answer, paged, type Order, type Page } from "./paged.ts";
import type { Query } from "./query.ts";
import { StatementTexts, type Given } from "./statement-texts.ts";
import type { Columns } from "./table.ts";

/** A parameter of a KPI beyond those that every KPI has. */
export type ParamSpec = {
  /** `number`: `all`, or any whole number from 1; the statement's text is the same for each. */
  readonly kind: "choice" | "number";
  /** The words there are; of a number, examples. */
  readonly values: readonly [string, ...string[]];
  readonly byDefault: string;
  readonly doc: string;
};
/** Parameters by name. */
export type Params = { readonly [name: string]: ParamSpec };
/** What a question gives a KPI's own parameters. */
export type Values = { readonly [name: string]: string };
type ValueOf<P extends ParamSpec> = P extends { kind: "number" }
  ? string
  : P extends { values: readonly (infer V)[] }
    ? V
    : never;

/** What every KPI is asked: a half-open range of business days, and one site or all. */
export type Range = { readonly from: string; readonly to: string; readonly site: number | undefined };
/** Rows of all bases asked for together, or rows of each. */
export type Bases = "together" | "each";
/** What a KPI's query is given beside its deps. `bases` is `each` for tables of people alone. */
export type KpiContext<P extends Params> = Range & { readonly q: Query; readonly bases: Bases } & {
  readonly [K in keyof P]: ValueOf<P[K]>;
};

/** Rows that are tables of people: which columns say how many and hide, and when (always, or for one word of a parameter). */
export type PeopleSpec = {
  /** What the row is about: its name, alike in every base. */
  readonly name: string;
  /** Distinct people of the row. */
  readonly count: string;
  /** The greatest amount of one person in the row; never shown. */
  readonly largest: string;
  /** The amount that `largest` is a part of. */
  readonly total: string;
  /** What the row is a part of, names from the widest on, `/` between them, empty for the widest; never shown. */
  readonly within: string;
  /** The base that the row is of, where each has rows of its own; never shown. */
  readonly base: string;
  /** Columns that a suppressed row does not tell, beside `count` and `total`. */
  readonly alsoHides: readonly string[];
  readonly when?: { readonly param: string; readonly is: string };
};
/** A cell of a table of people, as the statement gives it, and of how many of its names, from the widest on, a territory is told: none, or up to all of them. */
export type JudgedCell<R = Readonly<Record<string, unknown>>> = { readonly row: R; readonly told: number };
/** An answer made of cells that are judged first. */
export type GatheredSpec = {
  /** Columns of the statement's rows. */
  readonly cells: readonly ColumnSpec[];
  /** Another count of people of a cell, by which it is judged too. */
  readonly alsoCount: string;
  /** The answer's rows, of the cells of each base that is asked for. */
  readonly gather: (
    bases: readonly (readonly JudgedCell[])[],
    values: Values,
  ) => readonly Readonly<Record<string, unknown>>[];
};
/**
 * A column compared with another time's, row by row: rows are alike when all of `by` are; a period among them is
 * compared with the one before it or a year before it. The period is the column `period` by the parameter `grain`, or
 * the column and the parameter that `period` names.
 */
export type CompareSpec = { readonly by: readonly string[]; readonly of: string; readonly period?: string };

/** What `kpi()` takes. */
export type KpiOptions<D extends Deps, P extends Params, C extends Columns> = {
  readonly summary: string;
  readonly doc: string;
  readonly deps: D;
  readonly params: P;
  readonly row: C;
  /** Columns that order the rows, `-` before those that fall; together they name one row. The cursor holds them in clear: never a pseudonym. */
  readonly order: readonly ((keyof C & string) | `-${keyof C & string}`)[];
  /** Rows of a page unless told. Default 1,000, which is the most. */
  readonly rowsByDefault?: number;
  /** Without `from`, so many seasons (calendar years) up to `to`; 30 days unless told. */
  readonly seasonsByDefault?: number;
  /** Rows hold a pseudonym in this column, shown as the consumer's alias. */
  readonly alias?: keyof C & string;
  /** Needs the scope `kpi:individual`. */
  readonly individual?: boolean;
  readonly compared?: CompareSpec & { readonly by: readonly (keyof C)[]; readonly of: keyof C };
  readonly people?: PeopleSpec & {
    readonly name: keyof C;
    readonly count: keyof C;
    readonly largest: keyof C;
    readonly within: keyof C;
    readonly base: keyof C;
  };
  /** What one is asked and answers, made up; without it the documentation has none. */
  readonly example?: ExampleOf<keyof P & string, keyof C & string>;
  /** No order, no `with`: the query stands inside another. */
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
  readonly order: Order;
  readonly rowsByDefault: number;
  readonly seasonsByDefault: number | undefined;
  readonly alias: string | undefined;
  readonly individual: boolean;
  readonly compared: CompareSpec | undefined;
  readonly people: PeopleSpec | undefined;
  readonly example: KpiExample | undefined;
  /** How the answer's rows are made of those of the statement; absent where they are these. */
  readonly gathered?: GatheredSpec;
  /** One page of the rows, or all of them in no order. */
  readonly statement: (range: Range, values: Values, page?: Page) => Statement;
  /** All rows of each base there is, in no order: of a table of people, judged beside each other. */
  readonly eachBase: ((days: Pick<Range, "from" | "to">, values: Values) => Statement) | undefined;
};

/** Rows of one answer at most. */
export const mostRows = 1_000;

/** Declare an endpoint: parameters, columns, and a typed query. */
export function kpi<const D extends Deps, const P extends Params, const C extends Columns>(
  key: string,
  options: KpiOptions<D, P, C>,
): DeclaredKpi {
  const columns = Object.entries(options.row).map(([name, declared]) => columnSpec(name, declared));
  const { summary, doc, params, order, rowsByDefault = mostRows, alias, individual = false } = options;
  const rendered = (dialect: DialectName, asked: Range & { bases: Bases }, values: Values, page?: Page): Rendered => {
    const { query, render, shown } = dialects[dialect];
    const context = mintContext<P>({ ...defaults(params), ...values, ...asked, q: query() });
    const built = options.rows(openOf(options.deps, dialect), context);
    const list = shown(columns, answer);
    return render(
      page === undefined ? sql`select ${list} from ${built} as ${answer}` : paged(built, list, order, page),
    );
  };
  const texts = new StatementTexts();
  const asked = (bases: Bases, range: Range, values: Values, page?: Page): Statement =>
    inDialects((dialect) => {
      const given = givenOf(range, page);
      const build = (of: Given) => rendered(dialect, { ...rangeOf(of), bases }, values, page && pageOf(of));
      // Of a number there are as many as callers think of.
      return Object.entries(params).some(([name, { kind }]) => kind === "number" && (values[name] ?? "all") !== "all")
        ? build(given)
        : texts.rendered(JSON.stringify([dialect, bases, values, Object.keys(given)]), given, build);
    });
  const statement = (range: Range, values: Values, page?: Page): Statement => asked("together", range, values, page);
  const eachBase = (days: Pick<Range, "from" | "to">, values: Values): Statement =>
    asked("each", { ...days, site: undefined }, values);
  return {
    spec: kpiSpec({ key, summary, deps: Object.values(options.deps).map((dep) => dep.spec.key) }, () => [
      withoutDocs(columns),
      order,
      options.compared,
      options.people,
      textsOf(params, statement),
      ...(options.people === undefined ? [] : textsOf(params, eachBase)),
    ]),
    doc,
    params,
    columns,
    order,
    rowsByDefault,
    seasonsByDefault: options.seasonsByDefault,
    alias,
    individual,
    compared: options.compared,
    people: options.people,
    example: options.example && kpiExample(options.example),
    statement,
    eachBase: options.people && eachBase,
  };
}

/** What a statement is given, by name. */
const givenOf = ({ from, to, site }: Range, page: Page | undefined): Given => ({
  from,
  to,
  ...(site !== undefined && { site }),
  ...(page !== undefined && { most: page.most }),
  ...Object.fromEntries((page?.after ?? []).map((value, at) => [`after ${at}`, value])),
});

const rangeOf = ({ from, to, site }: Given): Range => ({
  from: String(from),
  to: String(to),
  site: site === undefined ? undefined : Number(site),
});

function pageOf(given: Given): Page {
  const after = Object.entries(given).flatMap(([name, value]) => (name.startsWith("after ") ? [value] : []));
  return { most: Number(given["most"]), after: after.length === 0 ? undefined : after };
}

/** A KPI's texts: each word of each parameter once. */
const textsOf = (params: Params, statement: (range: Range, values: Values) => Statement): readonly string[] =>
  [
    {},
    ...Object.entries(params).flatMap(([name, param]) => param.values.map((value): Values => ({ [name]: value }))),
  ].map((values) => statement({ from: "2000-01-01", to: "2000-01-02", site: 1 }, values).postgres.text);

/** A parameter's words, its default where none is given. */
export const defaults = (params: Params): Values =>
  Object.fromEntries(Object.entries(params).map(([name, param]) => [name, param.byDefault]));
const mintContext = <P extends Params>(built: unknown): KpiContext<P> => built as KpiContext<P>;

/** A parameter's word, its default when none was given. */
export const valueOf = (kpi: DeclaredKpi, values: Values, name: string): string =>
  values[name] ?? kpi.params[name]?.byDefault ?? "";

/** True when the rows asked for are tables of people. */
export const isPeopleTable = (kpi: DeclaredKpi, values: Values): boolean =>
  kpi.people !== undefined &&
  (kpi.people.when === undefined || valueOf(kpi, values, kpi.people.when.param) === kpi.people.when.is);

/** One of a closed list of words; the first is the default. */
export const choice = <const V extends readonly [string, ...string[]]>(values: V, doc: string) =>
  ({ kind: "choice", values, byDefault: values[0], doc }) as const;
/** The number of a thing that rows are about, or `all`, the default. */
export const numberOrAll = (doc: string) => ({ kind: "number", values: ["all", "1"], byDefault: "all", doc }) as const;
/** The period that rows are grouped by. */
export const grain = () =>
  choice(["month", "day", "week", "season", "year"], "Period that rows are grouped by; weeks are ISO.");
