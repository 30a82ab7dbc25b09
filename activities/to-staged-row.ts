import { castColumn } from "../core/cast/cast-column.ts";
import type { MisfitRule } from "../core/cast/misfit-rules.ts";
import { businessDay } from "../core/cast/zone.ts";
import { landedMisfit } from "../core/landed-misfit.ts";
import type { LandedRow, Misfit } from "../core/landed-row.ts";
import { orderedAt, type Reading } from "../core/ordered-at.ts";
import type { CastValue, QuarantinedRow, StagedRow } from "../core/ports/database.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import { isDropped, isSealed, type ColumnSpec } from "../core/spec/column.ts";
import { orderingColumn } from "../core/spec/ordering-column.ts";

/** A landed line turned into a row for staging, or into a quarantined one. */
export type Staged =
  | { readonly kind: "row"; readonly row: StagedRow }
  | { readonly kind: "misfit"; readonly row: QuarantinedRow };

/** Casts landed lines of one table: the columns keep the values as they came, a poisoned `updated_at` too; only its row is ordered by `orderedAt`. */
export type RowCaster = (landed: LandedRow, line: number) => Staged;

/** A caster for lines that one pass read, with the table's columns worked out once. */
export function rowCaster(table: TableSpec, zone: string, reading: Reading): RowCaster {
  const columns = table.columns.filter((column) => !isDropped(column));
  const order = columns.findIndex((column) => column === orderingColumn(table));
  const placed = orderedAt(reading);
  const day = columns.findIndex((column) => column.businessDay);
  return (landed, line) => {
    const misfit = landedMisfit(table, landed["_misfit"]);
    if (misfit !== undefined) return quarantined(line, misfit, landed);
    const values: CastValue[] = [];
    for (const column of columns) {
      const value = castLanded(column, landed);
      if (!value.ok) return quarantined(line, { column: column.name, rule: value.rule }, landed);
      values.push(value.value);
    }
    return {
      kind: "row",
      row: {
        line,
        hash: String(landed["_h"] ?? ""),
        orderedAt: placed(values[order]),
        businessDay: dayOf(columns[day], values[day], zone),
        values,
      },
    };
  };
}

const quarantined = (line: number, misfit: Misfit, landed: LandedRow): Staged => ({
  kind: "misfit",
  row: { line, misfit, sealed: textOf(landed["_u"]), pid: textOf(landed["_p"]) },
});

const textOf = (value: LandedRow[string] | undefined): string | null => (typeof value === "string" ? value : null);

type Value = { readonly ok: true; readonly value: CastValue } | { readonly ok: false; readonly rule: MisfitRule };

function castLanded(column: ColumnSpec, landed: LandedRow): Value {
  const raw = landed[column.name];
  if (isSealed(column))
    return typeof raw === "string" ? { ok: true, value: Buffer.from(raw, "base64url") } : { ok: true, value: null };
  const cast = castColumn(column, raw);
  return cast.ok && cast.value === null && !column.nullable ? { ok: false, rule: "required" } : cast;
}

function dayOf(column: ColumnSpec | undefined, value: CastValue | undefined, zone: string): string | null {
  if (column === undefined || typeof value !== "string") return null;
  return column.type.kind === "date" ? value : businessDay(value, zone);
}
