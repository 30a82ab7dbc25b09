import type { TableSpec } from "../../core/spec/asset.ts";
import { isOpen, isSealed, type ColumnSpec } from "../../core/spec/column.ts";
import type { Row, Value } from "../../dev/ponton/row.ts";

/** Makes markers of personal columns, whatever columns are declared, and remembers what each is. */
export class PersonalMarkers {
  readonly all = new Map<string, string>();
  #made = 0;

  /** A made-up text that occurs once. What tells it from others is not at its end, which an encoding of what holds it may change. */
  text(what: string): string {
    return this.#remember(`Canari-${this.#next()}-Zoé`, what);
  }
  /** A made-up address that occurs once. */
  email(what: string): string {
    return this.#remember(`canari-${this.#next()}@example.org`, what);
  }
  /** A text and an address in clear, for a part of the product where a leak would put them: who looks there and finds neither is blind. */
  control(part: string): string {
    return `${this.text(`the control of ${part}`)} ${this.email(`the control of ${part}`)}`;
  }
  /** Remember a value that is somewhere already. */
  known(value: Value | undefined, what: string): void {
    if (typeof value === "string" && value.length >= 8 && !this.all.has(value)) this.#remember(value, what);
  }
  /** A record with a marker in each of its table's personal columns, and in fields that no column declares. */
  marked(table: TableSpec, record: Row, when: string): Row {
    const personal = table.columns.filter((column) => !isOpen(column));
    const marked = personal.reduce(
      (row, column) => withPath(row, column.from[0] ?? "", this.#of(column, `${table.key}.${column.name} ${when}`)),
      record,
    );
    const undeclared = {
      ...marked,
      nickname: this.text(`an undeclared field of ${table.key} ${when}`),
      [this.email(`the name of a field of ${table.key} ${when}`)]: true,
    };
    const object = table.columns
      .flatMap((column) => column.from)
      .find((path) => path.includes("."))
      ?.split(".")[0];
    return object === undefined
      ? undeclared
      : withPath(undeclared, `${object}.door`, this.text(`an undeclared field in an object of ${table.key} ${when}`));
  }
  /** Records that do not fit: a text where another kind is declared, and a sealed text that is too long. */
  misfits(table: TableSpec, records: readonly [Row, Row], when: string): readonly Row[] {
    const kind = table.columns.find(isOtherThanText);
    const long = table.columns.find((column) => isSealed(column) && column.type.kind === "text");
    const [first, second] = records.map((record, at) => this.marked(table, record, `of misfit ${at + 1} ${when}`));
    return [
      withPath(first ?? {}, kind?.from[0] ?? "", this.text(`${table.key}.${kind?.name} that does not fit ${when}`)),
      ...(long === undefined
        ? []
        : [
            withPath(
              second ?? {},
              long.from[0] ?? "",
              this.text(`${table.key}.${long.name} too long ${when}`).padEnd(9_000),
            ),
          ]),
    ];
  }

  #next(): string {
    return String(++this.#made).padStart(3, "0");
  }
  #remember(value: string, what: string): string {
    this.all.set(value, `${what}: ${value}`);
    return value;
  }
  #of(column: ColumnSpec, what: string): Value {
    if (column.type.kind === "json") return [{ first_name: this.text(what), age: 9 }];
    if (column.type.kind === "date")
      return this.#remember(new Date(-3.1e12 + ++this.#made * 86_400_000).toISOString().slice(0, 10), what);
    if (column.personal?.what === "email") return this.email(what);
    // Numbers that begin with 06 39 98 are kept for fiction.
    return column.personal?.what === "phone"
      ? this.#remember(`+3363998${7_000 + ++this.#made}`, what)
      : this.text(what);
  }
}

const isOtherThanText = (column: ColumnSpec): boolean =>
  isOpen(column) &&
  column.key === 0 &&
  !column.cursor &&
  column.derive === undefined &&
  !["text", "json"].includes(column.type.kind);

function withPath(row: Row, path: string, value: Value): Row {
  const [top = path, below] = path.split(".");
  const inner = row[top];
  if (below === undefined) return { ...row, [top]: value };
  return { ...row, [top]: { ...(isRow(inner) && inner), [below]: value } };
}

const isRow = (value: Value | undefined): value is Row =>
  typeof value === "object" && value !== null && !Array.isArray(value);
