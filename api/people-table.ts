import type { DeclaredKpi, PeopleSpec, Range, Values } from "../db/declare/kpi.ts";
import type { ApiDeps } from "./deps.ts";
import { suppress, type Amounts, type Hidden, type Reason } from "./suppress.ts";

/** A row as its statement gives it. */
export type Row = Readonly<Record<string, unknown>>;
/** A row, and why it is hidden; undefined where it is told. */
export type JudgedRow = { readonly row: Row; readonly reason: Reason | undefined };
type Deps = Pick<ApiDeps, "database" | "deployed">;

/**
 * All rows of a table of people, since what is hidden depends on the others. One base's are judged from those of every
 * base: a territory is told of each base or of none, and what is hidden of all together is hidden of each.
 */
export async function readPeople(
  deps: Deps,
  kpi: DeclaredKpi,
  range: Range,
  values: Values,
): Promise<readonly JudgedRow[]> {
  const { people, gathered } = kpi;
  if (people === undefined) return [];
  const { suppression } = deps.deployed;
  const isOfAll = range.site === undefined && gathered === undefined;
  const [whole, rows] = await Promise.all([
    deps.database.read(kpi.statement({ ...range, site: undefined }, values)),
    isOfAll || kpi.eachBase === undefined ? [] : deps.database.read(kpi.eachBase(range, values)),
  ]);
  const hidden = suppress(cellsOf(people, [whole]), suppression);
  if (isOfAll) return whole.map((row) => ({ row, reason: hidden.get(pathOf(people, row)) }));
  const each = Map.groupBy(rows, (row) => Number(row[people.base]));
  const split = suppress(cellsOf(people, [...each.values()]), suppression, hidden);
  if (gathered === undefined) return ofBase(people, { whole, own: each.get(range.site ?? 0) ?? [], hidden: split });
  const also = { ...people, count: gathered.alsoCount };
  const told = suppress(cellsOf(also, [...each.values()]), suppression, split);
  const asked = range.site === undefined ? [...each.values()] : [each.get(range.site) ?? []];
  const made = gathered.gather(
    asked.map((cells) => cells.map((row) => ({ row, told: depthOf(pathOf(people, row), told) }))),
    values,
  );
  return made.map((row) => ({ row, reason: undefined }));
}

/** Of how many of a path's names, from the widest on, the territory is told. */
function depthOf(path: string, hidden: Hidden): number {
  const names = path.split("/");
  const first = names.findIndex((_, at) => hidden.has(names.slice(0, at + 1).join("/")));
  return first < 0 ? names.length : first;
}

/** The told rows of a base, and all hidden territories: one that is not there would tell that nobody came from it. */
const ofBase = (
  people: PeopleSpec,
  { whole, own, hidden }: { readonly whole: readonly Row[]; readonly own: readonly Row[]; readonly hidden: Hidden },
): readonly JudgedRow[] => [
  ...own.filter((row) => !hidden.has(pathOf(people, row))).map((row) => ({ row, reason: undefined })),
  ...whole.flatMap((row) => {
    const reason = hidden.get(pathOf(people, row));
    return reason === undefined ? [] : [{ row, reason }];
  }),
];

/** A cell for each territory that one of the tables has a row of, with a part of each table. */
function cellsOf(people: PeopleSpec, tables: readonly (readonly Row[])[]) {
  const byPath = tables.map((rows) => new Map(rows.map((row) => [pathOf(people, row), amountsOf(people, row)])));
  const paths = new Set(byPath.flatMap((rows) => [...rows.keys()]));
  return [...paths].map((path) => ({ path, parts: byPath.map((rows) => rows.get(path) ?? nothing) }));
}

const nothing: Amounts = { people: 0, largest: 0, total: 0 };

const amountsOf = (people: PeopleSpec, row: Row): Amounts => ({
  people: Number(row[people.count]),
  largest: Number(row[people.largest]),
  total: Number(row[people.total]),
});

const pathOf = (people: PeopleSpec, row: Row): string => {
  const [within, name] = [String(row[people.within]), String(row[people.name])];
  return within === "" ? name : `${within}/${name}`;
};
