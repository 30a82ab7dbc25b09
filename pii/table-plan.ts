import type { TableSpec } from "../core/spec/asset.ts";
import { isDropped, isOpen, isSealed, type ColumnSpec } from "../core/spec/column.ts";
import { contextPrefix, valueType, type ValueType } from "./sealed-value.ts";

/** One column as the sealer walks it. */
export type PlannedColumn = {
  readonly spec: ColumnSpec;
  readonly path: string;
  readonly role: "open" | "pid" | "birth-year" | "lookup" | "sealed";
  readonly type: ValueType;
  readonly prefix: Buffer;
};

/** What sealing needs of a table, worked out once. */
export type TablePlan = {
  readonly columns: readonly PlannedColumn[];
  readonly keyColumns: readonly PlannedColumn[];
  /** Entities of people that rows name, with the paths of their ids. */
  readonly people: readonly PlannedColumn[];
  /** The column whose person's key seals the row. */
  readonly owner: PlannedColumn | undefined;
  /** Top-level fields that some column reads, or that are deliberately ignored, with the dotted paths below them. */
  readonly known: ReadonlyMap<string, ReadonlySet<string>>;
  /** Paths of fields that are kept nowhere, of misfits neither. */
  readonly dropped: readonly string[];
  readonly unknownPrefix: Buffer;
  /** The instant of the last change. */
  readonly cursor: PlannedColumn | undefined;
};

/** Plan the sealing of a table. `deployment` is bound to every sealed value. */
export function tablePlan(table: TableSpec, deployment: string): TablePlan {
  const prefixOf = (field: string) => contextPrefix({ deployment, source: table.source, entity: table.key, field });
  const columns = table.columns
    .filter((spec) => !isDropped(spec))
    .map((spec): PlannedColumn => ({
      spec,
      path: spec.from[0] ?? spec.name,
      role: roleOf(spec),
      type: typeOf(spec),
      prefix: prefixOf(spec.name),
    }));
  const people = columns.filter((column) => column.role === "pid");
  const keyColumns = columns
    .filter((column) => column.spec.key > 0)
    .sort((left, right) => left.spec.key - right.spec.key);
  const owner = table.subject === undefined ? people[0] : people.find((column) => column.spec.key > 0);
  return {
    columns,
    keyColumns,
    people,
    owner,
    known: knownFields(table),
    dropped: table.columns.filter(isDropped).flatMap(({ from }) => from),
    unknownPrefix: prefixOf("_u"),
    cursor: columns.find(({ spec }) => spec.cursor && spec.type.kind === "instant"),
  };
}

function roleOf(spec: ColumnSpec): PlannedColumn["role"] {
  if (isSealed(spec)) return "sealed";
  if (!isOpen(spec) || spec.derive === undefined) return "open";
  return spec.derive.kind;
}

function typeOf(spec: ColumnSpec): ValueType {
  switch (spec.type.kind) {
    case "int":
    case "bigint":
      return valueType.int64;
    case "decimal":
      return valueType.decimal;
    case "date":
      return valueType.date;
    case "instant":
      return valueType.instant;
    case "bool":
      return valueType.bool;
    case "json":
      return valueType.json;
    case "text":
    case "code":
    case "oneOf":
    case "uuid":
      return valueType.utf8;
  }
}

function knownFields(table: TableSpec): ReadonlyMap<string, ReadonlySet<string>> {
  const known = new Map<string, Set<string>>();
  for (const path of [...table.columns.flatMap((column) => column.from), ...table.ignored]) {
    const [top = path] = path.split(".");
    known.set(top, (known.get(top) ?? new Set()).add(path));
    known.set(path, (known.get(path) ?? new Set()).add(path));
  }
  return known;
}
