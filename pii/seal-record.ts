import type { KeyObject } from "node:crypto";
import { castColumn } from "../core/cast/cast-column.ts";
import { pick } from "../core/cast/pick.ts";
import type { ApiRecord, Json, LandedRow, Misfit } from "../core/landed-row.ts";
import type { Lookup } from "../core/ports/sealer.ts";
import type { Suite } from "./aead.ts";
import { macHex } from "./mac.ts";
import { sealText } from "./seal-text.ts";
import { contextSuffix, valueType, type SealingKey } from "./sealed-value.ts";
import type { PlannedColumn, TablePlan } from "./table-plan.ts";
import type { Person } from "./subjects.ts";
import { withoutFields } from "./without-fields.ts";

/** The pid of facts about people who were erased. */
export const nobody = "00000000-0000-0000-0000-000000000000";

/** Under what a row is sealed: the person's key, else the table's. */
export type RowKeys = {
  readonly key: SealingKey;
  readonly hash: KeyObject;
  readonly suite: Suite;
  readonly pid: string | null;
  /** The bytes of `pid`, which are bound to each value. */
  readonly bytes: Buffer;
};

/** What sealing a record needs beside its plan. */
export type RecordScope = {
  readonly person: (column: PlannedColumn, id: string) => Person | undefined;
  readonly lookups: ReadonlyMap<string, Lookup>;
  readonly keys: RowKeys;
  /** The fact is about a person who was erased: nothing that would have been sealed is kept. */
  readonly isErased?: boolean;
};

/** Undeclared fields of a record, and their names. */
export type Unknown = { readonly fields: { readonly [path: string]: Json }; readonly names: readonly string[] };

/** Make the landed line of one record: open values as they came, sealed ones sealed, derived ones derived, row hash. */
export function sealRecord(
  plan: TablePlan,
  record: ApiRecord,
  scope: RecordScope,
  unknown: Unknown | undefined,
): LandedRow {
  const row: Record<string, Json> = {};
  const canonical: (string | number | boolean | null)[] = [];
  const clear = new Map<PlannedColumn, string>();
  for (const column of plan.columns) {
    const raw = rawOf(column, record, scope);
    if (scope.isErased === true && column.role === "sealed") {
      row[column.spec.name] = null;
      continue;
    }
    const cast = castColumn(column.spec, raw);
    if (!cast.ok) return misfitRow(plan, record, scope, { column: column.spec.name, rule: cast.rule });
    if (cast.value === null && !column.spec.nullable)
      return misfitRow(plan, record, scope, { column: column.spec.name, rule: "required" });
    canonical.push(cast.value);
    if (column.role === "sealed" && cast.value !== null) clear.set(column, String(cast.value));
    else row[column.spec.name] = raw ?? null;
  }
  const suffix = contextSuffix(scope.keys.bytes, entityKeyOf(plan, row));
  for (const [column, text] of clear)
    row[column.spec.name] = sealed(column.prefix, suffix, column.type, scope.keys, text);
  if (unknown !== undefined) {
    row["_u"] = sealed(plan.unknownPrefix, suffix, valueType.json, scope.keys, JSON.stringify(unknown.fields));
    canonical.push(JSON.stringify(unknown.fields));
  }
  row["_h"] = macHex(scope.keys.hash, JSON.stringify(canonical), 16);
  if (scope.keys.pid !== null) row["_p"] = scope.keys.pid;
  return row;
}

/** A row's key in its sealed values' context: key values as text, joined by NUL. */
export const entityKeyOf = (plan: TablePlan, row: LandedRow): string =>
  plan.keyColumns.map((column) => String(row[column.spec.name] ?? "")).join("\u0000");

function rawOf(column: PlannedColumn, record: ApiRecord, scope: RecordScope): Json | undefined {
  const raw = pick(record, column.path);
  switch (column.role) {
    case "open":
    case "sealed":
      return raw;
    case "pid":
      return raw === undefined || raw === null ? raw : (scope.person(column, String(raw))?.pid ?? nobody);
    case "birth-year":
      return typeof raw === "string" && /^\d{4}-/.test(raw) ? Math.max(1940, Number(raw.slice(0, 4))) : null;
    case "lookup":
      return lookedUp(column, record, scope);
  }
}

function lookedUp(column: PlannedColumn, record: ApiRecord, scope: RecordScope): Json {
  const derive = column.spec.derive;
  if (derive?.kind !== "lookup") return null;
  const values = column.spec.from.map((path) => String(pick(record, path) ?? ""));
  return scope.lookups.get(derive.table)?.(values)[derive.output] ?? null;
}

const sealed = (prefix: Buffer, suffix: Buffer, type: PlannedColumn["type"], keys: RowKeys, text: string): string =>
  sealText({ suite: keys.suite, type, key: keys.key, prefix, suffix }, text);

function misfitRow(plan: TablePlan, record: ApiRecord, { keys, isErased }: RecordScope, misfit: Misfit): LandedRow {
  if (isErased === true) return { _misfit: misfit };
  const suffix = contextSuffix(keys.bytes, "");
  return {
    _misfit: misfit,
    _u: sealed(plan.unknownPrefix, suffix, valueType.json, keys, JSON.stringify(withoutFields(record, plan.dropped))),
    ...(keys.pid !== null && { _p: keys.pid }),
  };
}
