import { z } from "@hono/zod-openapi";
import type { ColumnSpec } from "../core/spec/column.ts";
import { mostRows, type DeclaredKpi, type ParamSpec } from "../db/declare/kpi.ts";
import { longestYears } from "./kpi-question.ts";

/** Days that every engine can hold. */
const day = z.iso
  .date({ abort: true })
  .refine((text) => text >= "1900-01-01" && text < "2200-01-01", { message: "out_of_range" });

function daysOf(kpi: DeclaredKpi) {
  const { from = "2026-06-01", to = "2026-07-01" } = kpi.example?.asks ?? {};
  const told = daysTold(kpi);
  return {
    from: day.optional().openapi({ description: told.from, param: { example: from } }),
    to: day.optional().openapi({ description: told.to, param: { example: to } }),
  };
}

/** What is said of the days: of a table of people, which has rules of its own, of the other rows, or of each by the word that makes it one. */
function daysTold({ people, seasonsByDefault }: DeclaredKpi): { readonly from: string; readonly to: string } {
  const home = {
    from: "First day, included, of a calendar month (or year, where the deployment hides by years) that is over in the data (YYYY-MM-DD, in its zone). Default: of the last one, or of the one that ends at `to`.",
    to: "The day after that month, or year, excluded. Default: of the one that begins at `from`.",
  };
  const begins =
    seasonsByDefault === undefined
      ? "30 days before `to`"
      : `the first of the ${seasonsByDefault} seasons up to \`to\``;
  const any = {
    from: `First business day, included (YYYY-MM-DD, in the deployment's zone). Default: ${begins}.`,
    to: `Last business day, excluded, at most ${longestYears} years after \`from\`. Default: tomorrow.`,
  };
  if (people === undefined) return any;
  if (people.when === undefined) return home;
  const when = `With \`${people.when.param}=${people.when.is}\`:`;
  return { from: `${any.from} ${when} ${home.from}`, to: `${any.to} ${when} ${home.to}` };
}

const common = {
  site: z.coerce
    .number()
    .int()
    .positive()
    .max(2_147_483_647)
    .optional()
    .openapi({ description: "One site's number; absent for all.", param: { example: 1 } }),
  cursor: z.string().max(1_000).optional().openapi({ description: "From `links.next` of the page before." }),
  format: z
    .enum(["json", "csv"])
    .optional()
    .openapi({ description: "`csv` as with `Accept: text/csv`.", param: { example: "json" } }),
  csv: z
    .enum(["standard", "excel"])
    .optional()
    .openapi({
      description: "`excel`: semicolons, decimal commas and a byte order mark, for French Excel.",
      param: { example: "standard" },
    }),
};

const compare = z
  .enum(["previous_period", "previous_year"])
  .optional()
  .openapi({
    description:
      "Fill `delta`: the change since the time just before, or since a year ago (52 weeks for weeks). Just before a week, month, season or year is another whole one: `delta` is null for one that `from` or `to` cuts.",
    param: { example: "previous_year" },
  });

/** The query parameters of a KPI as a strict schema: an unknown one is refused. */
export function querySchema(kpi: DeclaredKpi) {
  const asks = kpi.example?.asks ?? {};
  const own = Object.fromEntries(
    Object.entries(kpi.params).map(([name, param]) => [
      name,
      wordOf(param)
        .default(param.byDefault)
        .openapi({ description: param.doc, param: { example: asks[name] ?? param.byDefault } }),
    ]),
  );
  const limit = z.coerce
    .number()
    .int()
    .min(1)
    .max(mostRows)
    .default(kpi.rowsByDefault)
    .openapi({ description: `Rows of a page at most, up to ${mostRows}.`, param: { example: kpi.rowsByDefault } });
  return z.strictObject({ ...daysOf(kpi), ...common, limit, ...(kpi.compared && { compare }), ...own });
}

/** One of a parameter's words; of a number, `all` or digits that every engine can hold. */
const wordOf = ({ kind, values }: ParamSpec) =>
  kind === "choice" ? z.enum(values) : z.string().regex(/^(?:all|[1-9]\d{0,8})$/);

/** A query that fits the schema of its KPI. */
export type KpiQuery = {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly site?: number | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
  readonly compare?: "previous_period" | "previous_year" | undefined;
  readonly format?: string | undefined;
  readonly csv?: string | undefined;
  readonly [name: string]: string | number | undefined;
};

/** The answer's envelope. */
export function answerSchema(kpi: DeclaredKpi) {
  return z.object({
    data: z.array(
      z.object({
        ...Object.fromEntries(shownColumns(kpi).map((column) => [nameOf(kpi, column), columnSchema(kpi, column)])),
        ...(kpi.compared && { delta: z.number().nullable() }),
      }),
    ),
    meta: z.object({
      currency: z.literal("EUR"),
      timezone: z.string(),
      dataAsOf: z.string().nullable(),
      assets: z.array(
        z.object({ key: z.string(), materialisationId: z.string().nullable(), watermark: z.string().nullable() }),
      ),
      complete: z.boolean(),
      suppressed: z.number().int().openapi({ description: "Rows of this page whose people are hidden." }),
    }),
    links: z.object({ next: z.string().nullable() }),
  });
}

/** Columns that answers show: all but those that only hide small cells. */
export const shownColumns = (kpi: DeclaredKpi): readonly ColumnSpec[] =>
  kpi.columns.filter(({ name }) => ![kpi.people?.largest, kpi.people?.within, kpi.people?.base].includes(name));

/** A column's name in answers: a person's column shows an alias, and says so. */
export const nameOf = (kpi: DeclaredKpi, column: ColumnSpec): string =>
  column.name === kpi.alias ? `${column.name}Alias` : column.name;

/** Names of what a suppressed row does not tell; rows made of what is told are never suppressed. */
export const hiddenNames = (kpi: DeclaredKpi): readonly string[] =>
  kpi.people === undefined || kpi.gathered !== undefined
    ? []
    : [kpi.people.count, kpi.people.total, ...kpi.people.alsoHides];

const suppressedSchema = z
  .object({ suppressed: z.literal(true), reason: z.enum(["k", "dominance", "complementary"]) })
  .openapi({ description: "Hidden: too few people, one above the rest, or computable from others." });

function columnSchema(kpi: DeclaredKpi, column: ColumnSpec) {
  const { kind } = column.type;
  const schema =
    kind === "int" || kind === "bigint" || kind === "decimal" ? z.number() : kind === "bool" ? z.boolean() : z.string();
  const plain = column.nullable ? schema.nullable() : schema;
  const told = column.doc === undefined ? plain : plain.openapi({ description: column.doc });
  return hiddenNames(kpi).includes(column.name) ? z.union([told, suppressedSchema]) : told;
}
