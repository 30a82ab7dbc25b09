import { withoutDocs } from "../../core/spec/column.ts";
import { columnSpec } from "./column.ts";
import { kpiSpec } from "./kpi-spec.ts";
import { kpiExample, type ExampleOf } from "./kpi-example.ts";
import { defaults, kpi, type DeclaredKpi, type JudgedCell, type KpiOptions, type Params } from "./kpi.ts";
import type { RowOf } from "./mart.ts";
import type { Deps } from "./open-of.ts";
import type { Columns } from "./table.ts";

type Cells<D extends Deps, P extends Params, C extends Columns> = Omit<
  KpiOptions<D, P, C>,
  "compared" | "example" | "row"
> & {
  readonly people: object;
  /** Columns of a cell. */
  readonly cells: C;
};
type Gathered<P extends Params, C extends Columns, A extends Columns> = {
  /** Another count of people of a cell, by which it is judged too. */
  readonly alsoCount: keyof C & string;
  /** Columns of an answer. */
  readonly row: A;
  readonly order: readonly (keyof A & string)[];
  /** What one is asked and answers, made up. */
  readonly example?: ExampleOf<keyof P & string, keyof A & string>;
  readonly compared: { readonly by: readonly (keyof A & string)[]; readonly of: keyof A & string };
  readonly gather: (
    bases: readonly (readonly JudgedCell<RowOf<C>>[])[],
    values: { readonly [name: string]: string },
  ) => readonly RowOf<A>[];
};

/**
 * Declare an endpoint whose rows are made of cells of people by other bounds than territories have: only of what is told
 * of them, so that an answer tells nothing that the territories do not. `cells.order` names one cell.
 */
export function gatheredKpi<
  const D extends Deps,
  const P extends Params,
  const C extends Columns,
  const A extends Columns,
>(key: string, { cells: row, ...options }: Cells<D, P, C>, answer: Gathered<P, C, A>): DeclaredKpi {
  const declared = kpi(key, { ...options, row });
  const columns = Object.entries(answer.row).map(([name, column]) => columnSpec(name, column));
  const { order, compared, alsoCount } = answer;
  const { summary, deps } = declared.spec;
  return {
    ...declared,
    spec: kpiSpec({ key, summary, deps }, () => [declared.spec.version, withoutDocs(columns), order, compared]),
    columns,
    order,
    compared,
    example: answer.example && kpiExample(answer.example),
    gathered: {
      cells: declared.columns,
      alsoCount,
      gather: (bases, values) => answer.gather(bases.map(mintCells<C>), { ...defaults(options.params), ...values }),
    },
  };
}

/** Rows of the cells' statement are of its columns. */
const mintCells = <C extends Columns>(cells: unknown): readonly JudgedCell<RowOf<C>>[] =>
  cells as readonly JudgedCell<RowOf<C>>[];
