import { isObject } from "../core/cast/pick.ts";
import type { ApiRecord } from "../core/landed-row.ts";

/** A record without the fields at some dotted paths, found as `pick` finds them; what lies beside them stays. */
export const withoutFields = (record: ApiRecord, paths: readonly string[]): ApiRecord =>
  paths.reduce((kept, path) => (path in kept ? without(kept, [path]) : without(kept, path.split("."))), record);

function without(record: ApiRecord, [name = "", ...below]: readonly string[]): ApiRecord {
  const { [name]: value, ...others } = record;
  if (value === undefined || below.length === 0) return others;
  return isObject(value) ? { ...record, [name]: without(value, below) } : record;
}
