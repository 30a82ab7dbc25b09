import type { AnyPgColumnBuilder } from "drizzle-orm/pg-core";
import { isOpen, type ColumnSpec } from "../../core/spec/column.ts";
import type { Column } from "./column.ts";

/** Drizzle builders of the open columns under their logical names, each carrying its physical name. */
export function openBuilders(
  specs: readonly ColumnSpec[],
  columns: { readonly [name: string]: Column<AnyPgColumnBuilder, boolean, boolean> },
): Record<string, AnyPgColumnBuilder> {
  const builders = specs.filter(isOpen).flatMap((spec) => {
    const declared = columns[spec.name];
    return declared === undefined ? [] : [[spec.name, named(declared.builder(), spec.physical)] as const];
  });
  return Object.fromEntries(builders);
}

/** Gives a builder its physical name, which Drizzle otherwise takes from the property. */
function named(builder: AnyPgColumnBuilder, physical: string): AnyPgColumnBuilder {
  Reflect.set(Reflect.get(builder, "config"), "name", physical);
  return builder;
}
