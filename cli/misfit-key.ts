import { castColumn } from "../core/cast/cast-column.ts";
import { pick } from "../core/cast/pick.ts";
import type { LandedRow } from "../core/landed-row.ts";
import type { Opener } from "../core/ports/sealer.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import type { ColumnSpec } from "../core/spec/column.ts";

/** The key columns of a landed row that does not fit, by physical name, from the clear record sealed in it. A value of the key that is itself what does not fit stays as it came. */
export async function misfitKey(
  opener: Opener,
  table: TableSpec,
  row: LandedRow,
): Promise<Readonly<Record<string, unknown>>> {
  const record = await opener.openRecord(table, row);
  const valueOf = (column: ColumnSpec): unknown => {
    if (column.derive?.kind === "pid") return row["_p"];
    const raw = pick(record, column.from[0] ?? column.name);
    const cast = castColumn(column, raw);
    return cast.ok ? cast.value : raw;
  };
  return Object.fromEntries(
    table.columns.filter(({ key }) => key > 0).map((column) => [column.physical, valueOf(column)]),
  );
}
