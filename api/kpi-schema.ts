import { z } from "@hono/zod-openapi";
import type { ColumnSpec } from "../core/spec/column.ts";
import type { DeclaredKpi, ParamSpec } from "../db/declare/kpi.ts";

const day = z.iso.date();

/** The query parameters of a KPI as a strict schema: an unknown one is refused. */
export function querySchema(kpi: DeclaredKpi) {
  const own = Object.fromEntries(Object.entries(kpi.params).map(([name, param]) => [name, paramSchema(param)]));
  return z.strictObject({
    from: day
      .optional()
      .openapi({
        description:
          "First business day, included (YYYY-MM-DD, in the deployment's zone). Default: 30 days before `to`.",
      }),
    to: day.optional().openapi({ description: "Last business day, excluded. Default: tomorrow." }),
    site: z.coerce.number().int().positive().optional().openapi({ description: "One site's number; absent for all." }),
    format: z.enum(["json", "csv"]).optional().openapi({ description: "`csv` as with `Accept: text/csv`." }),
    csv: z
      .enum(["standard", "excel"])
      .optional()
      .openapi({ description: "`excel`: semicolons and a byte order mark, for French Excel." }),
    ...own,
  });
}

function paramSchema(param: ParamSpec) {
  if (param.kind === "choice") return z.enum(param.values).default(param.byDefault).openapi({ description: param.doc });
  return z.coerce.number().int().min(1).max(param.most).default(param.byDefault).openapi({ description: param.doc });
}

/** The answer's envelope. */
export function answerSchema(kpi: DeclaredKpi) {
  return z.object({
    data: z.array(
      z.object(Object.fromEntries(kpi.columns.map((column) => [nameOf(kpi, column), columnSchema(column)]))),
    ),
    meta: z.object({
      currency: z.literal("EUR"),
      timezone: z.string(),
      dataAsOf: z.string().nullable(),
      assets: z.array(
        z.object({ key: z.string(), materialisationId: z.string().nullable(), watermark: z.string().nullable() }),
      ),
      complete: z.boolean(),
      suppressed: z.number().int(),
    }),
    links: z.object({ next: z.string().nullable() }),
  });
}

/** A column's name in answers: a person's column shows an alias, and says so. */
export const nameOf = (kpi: DeclaredKpi, column: ColumnSpec): string =>
  column.name === kpi.alias ? `${column.name}Alias` : column.name;

function columnSchema(column: ColumnSpec) {
  const { kind } = column.type;
  const schema =
    kind === "int" || kind === "bigint" || kind === "decimal" ? z.number() : kind === "bool" ? z.boolean() : z.string();
  return column.nullable ? schema.nullable() : schema;
}

/** An RFC 9457 problem. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), rule: z.string() })).optional(),
});
