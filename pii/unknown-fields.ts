import type { ApiRecord, Json } from "../core/landed-row.ts";
import type { Unknown } from "./seal-record.ts";
import type { TablePlan } from "./table-plan.ts";

/** The fields of a record that no column declares and nothing ignores; undefined when there are none. */
export function unknownFields(plan: TablePlan, record: ApiRecord): Unknown | undefined {
  let fields: Record<string, Json> | undefined;
  for (const top in record) {
    const value = record[top];
    const paths = plan.known.get(top);
    if (value === undefined || value === null || paths?.has(top) === true) continue;
    if (paths === undefined) (fields ??= {})[top] = value;
    else for (const [path, below] of nested(top, value)) if (!plan.known.has(path)) (fields ??= {})[path] = below;
  }
  return fields && { fields, names: Object.keys(fields) };
}

function nested(path: string, value: Json): readonly (readonly [string, Json])[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [[path, value]];
  return Object.entries(value).flatMap(([name, below]) => (below === null ? [] : nested(`${path}.${name}`, below)));
}
