import type { ApiRecord, Json } from "../landed-row.ts";

/** The value at a dotted path of a record; undefined when any step is absent. A field whose very name has dots wins (hand-dropped CSV). */
export function pick(record: ApiRecord, path: string): Json | undefined {
  const direct = record[path];
  if (direct !== undefined || !path.includes(".")) return direct;
  let value: Json | undefined = record;
  for (const step of path.split(".")) {
    if (!isObject(value)) return undefined;
    value = value[step];
  }
  return value;
}

/** True of a JSON object, which no list is. */
export const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);
