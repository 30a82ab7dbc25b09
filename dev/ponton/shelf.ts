import { idOf, type Row, type TableName } from "./row.ts";

/** One table's rows in the order they came, and in order of id for paging; the sorted list is made again only after a change. */
export class Shelf {
  readonly table: TableName;
  readonly #rows = new Map<string, Row>();
  readonly #ids: string[] = [];
  readonly #latest = new Map<string, Map<unknown, string>>();
  #sorted: readonly Row[] | undefined;
  #views = new Map<string, readonly Row[]>();

  constructor(table: TableName) {
    this.table = table;
  }
  /** Rows there are. */
  get size(): number {
    return this.#rows.size;
  }
  /** Put a row in, or in place of the one with its id. */
  put(row: Row): void {
    const id = idOf(this.table, row);
    if (!this.#rows.has(id)) this.#ids.push(id);
    this.#rows.set(id, row);
    for (const [field, ids] of this.#latest) ids.set(row[field], id);
    this.#forget();
  }
  /** Take a row away, as if it had never been. */
  vanish(id: string): void {
    this.#rows.delete(id);
    this.#ids.splice(this.#ids.indexOf(id), 1);
    this.#forget();
  }
  get(id: string): Row | undefined {
    return this.#rows.get(id);
  }
  /** The row that came at a place, counted from 0 or backwards from -1. */
  at(place: number): Row | undefined {
    return this.#rows.get(this.#ids.at(place) ?? "");
  }
  /** The last rows that came. */
  last(count: number): readonly Row[] {
    return this.#ids
      .slice(-count)
      .map((id) => this.#rows.get(id))
      .filter((row) => row !== undefined);
  }
  /** The latest row whose field has a value, found by an index made at the first question. */
  latestBy(field: string, value: unknown): Row | undefined {
    const ids = this.#latest.get(field) ?? new Map([...this.#rows].map(([id, row]) => [row[field], id]));
    this.#latest.set(field, ids);
    return this.#rows.get(ids.get(value) ?? "");
  }
  /** All rows in order of id, numbers as numbers. */
  sorted(): readonly Row[] {
    this.#sorted ??= [...this.#rows.values()].sort((left, right) => compareIds(this.table, left, right));
    return this.#sorted;
  }
  /** A filtered list, remembered under a name until the next change. */
  view(name: string, keep: (row: Row) => boolean): readonly Row[] {
    const view = this.#views.get(name) ?? this.sorted().filter(keep);
    this.#views.set(name, view);
    return view;
  }
  #forget(): void {
    this.#sorted = undefined;
    this.#views = new Map();
  }
}

function compareIds(table: TableName, left: Row, right: Row): number {
  if (table === "passes") return Number(left["version"]) - Number(right["version"]);
  const [a, b] = [left["id"], right["id"]];
  if (typeof a === "number" && typeof b === "number") return a - b;
  const [x, y] = [idOf(table, left), idOf(table, right)];
  return x < y ? -1 : x > y ? 1 : 0;
}
