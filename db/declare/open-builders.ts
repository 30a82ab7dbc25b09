import { isOpen, type ColumnSpec } from "../../core/spec/column.ts";
import type { BuilderPair } from "./builders.ts";
import type { Column } from "./column.ts";

/** Builder pairs of the open columns under their logical names, each carrying its physical name. */
export function openBuilders(
  specs: readonly ColumnSpec[],
  columns: { readonly [name: string]: Column<BuilderPair, boolean, boolean> },
): Record<string, BuilderPair> {
  const builders = specs.filter(isOpen).flatMap((spec) => {
    const declared = columns[spec.name];
    return declared === undefined ? [] : [[spec.name, namedPair(declared.builders(), spec.physical)] as const];
  });
  return Object.fromEntries(builders);
}

/** Gives builders their physical name, which Drizzle otherwise takes from the property. */
export function namedPair(pair: BuilderPair, physical: string): BuilderPair {
  for (const builder of Object.values(pair)) Reflect.set(Reflect.get(builder, "config"), "name", physical);
  return pair;
}

/** One dialect's builders. */
export const side = <D extends keyof BuilderPair>(
  pairs: Readonly<Record<string, BuilderPair>>,
  dialect: D,
): Record<string, BuilderPair[D]> =>
  Object.fromEntries(Object.entries(pairs).map(([name, pair]) => [name, pair[dialect]]));
