import { castValue } from "../core/cast/cast-value.ts";
import { pick } from "../core/cast/pick.ts";
import type { ApiRecord } from "../core/landed-row.ts";
import type { TableSpec } from "../core/spec/asset.ts";

/** The greatest cursor values of a pass: an ISO instant, or a version as text. */
type Greatest = { readonly maxSeen: string | null; readonly maxVersion: string | null };

/** The greatest cursor value written by the server; values that do not cast are left to the misfit rules. */
export function greatestSeen(table: TableSpec, records: readonly ApiRecord[], known: Greatest): Greatest {
  const column = table.columns.find((candidate) => candidate.cursor);
  let { maxSeen, maxVersion } = known;
  if (column === undefined) return { maxSeen, maxVersion };
  for (const record of records) {
    const text = cursorText(column.from[0] ?? "", column.type, record);
    if (text === undefined) continue;
    if (column.type.kind === "instant") maxSeen = maxSeen === null || text > maxSeen ? text : maxSeen;
    else maxVersion = maxVersion === null || BigInt(text) > BigInt(maxVersion) ? text : maxVersion;
  }
  return { maxSeen, maxVersion };
}

function cursorText(path: string, type: TableSpec["columns"][number]["type"], record: ApiRecord): string | undefined {
  const cast = castValue(type, pick(record, path));
  return cast.ok && cast.value !== null ? String(cast.value) : undefined;
}
