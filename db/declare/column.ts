import type { ColumnSpec, ColumnType, DeriveSpec, PersonalSpec } from "../../core/spec/column.ts";
import type { PurposeSpec } from "../../core/spec/register.ts";
import { builders, type BuilderPair } from "./builders.ts";

/** What `.personal()` takes: what the value is, and whether it is sealed or dropped. */
export type PersonalOptions = (
  | { readonly seal: true; readonly index?: "exact" | "bucket" }
  | { readonly drop: true }
) & {
  /** What it is kept for, where that is not what its table is kept for. */
  readonly purposes?: readonly PurposeSpec[];
};

type Referable = { readonly spec: { readonly key: string } };

type Draft = Omit<ColumnSpec, "name" | "physical" | "from" | "ref"> & {
  readonly from?: readonly string[];
  readonly ref?: Referable;
};

const plain: Omit<Draft, "type"> = { nullable: false, key: 0, cursor: false, softDelete: false, businessDay: false };

/**
 * A declared column: its engine type, its pair of real Drizzle builders, and what else is known of it. Every method returns a changed copy. The phantom flags make misuse a compile error: `Open` is false for a
 * personal column, which no query can name.
 */
export class Column<B extends BuilderPair, NotNull extends boolean, Open extends boolean> {
  declare readonly flags: { readonly notNull: NotNull; readonly open: Open };
  readonly builders: () => B;
  readonly draft: Draft;

  constructor(builders: () => B, draft: Draft) {
    this.builders = builders;
    this.draft = draft;
  }

  /** What it means, in a phrase: for the catalogue and whoever reads the API, and for nothing that is stored. */
  doc(text: string): Column<B, NotNull, Open> {
    return this.with({ doc: text });
  }
  /** The dotted path of the field in the API's record, when it is not the column's own name. */
  from(...paths: readonly string[]): Column<B, NotNull, Open> {
    return this.with({ from: paths });
  }
  /** The value may be absent. */
  nullable(): Column<B, false, Open> {
    return new Column<B, false, Open>(this.builders, { ...this.draft, nullable: true });
  }
  /** Part of the primary key, at this 1-based place. */
  key(place = 1): Column<B, NotNull, Open> {
    return this.with({ key: place });
  }
  /** The column that watermarks follow. */
  cursor(): Column<B, NotNull, Open> {
    return this.with({ cursor: true });
  }
  /** Set when the source deleted the row. */
  softDelete(): Column<B, NotNull, Open> {
    return this.with({ softDelete: true });
  }
  /** The instant (or date) whose day is the row's business day. */
  businessDay(): Column<B, NotNull, Open> {
    return this.with({ businessDay: true });
  }
  /** Rows are looked up by this column: an index of its own, of the rows that hold a value in it. */
  indexed(): Column<B, NotNull, Open> {
    return this.with({ indexed: true });
  }
  /** Holds the key of another table: checked by asset checks, drawn by `sillage erd`, never a constraint. */
  ref(table: Referable): Column<B, NotNull, Open> {
    return this.with({ ref: table });
  }
  /** Personal: sealed under the person's key, or never landed. */
  personal(what: string, options: PersonalOptions): Column<B, NotNull, false> {
    const personal: PersonalSpec =
      "drop" in options
        ? { what, action: "drop" }
        : { what, action: "seal", ...(options.index && { index: options.index }) };
    const processing = options.purposes && { processing: { purposes: keysOf(options.purposes) } };
    return new Column<B, NotNull, false>(this.builders, { ...this.draft, personal, ...processing });
  }
  /** Says something of a person, and is stored in clear all the same: `what` it is, for the register of processing. */
  kept(what: string, options: { readonly purposes?: readonly PurposeSpec[] } = {}): Column<B, NotNull, Open> {
    return this.with({ processing: { what, ...(options.purposes && { purposes: keysOf(options.purposes) }) } });
  }
  /** Numbers, days (YYYY-MM-DD) or instants (RFC 3339) from `min` to `max`, both inclusive, null being no bound: a row with another goes to quarantine as `not-between`, a sealed value judged before it is sealed. */
  between(min: number | string | null, max: number | string | null): Column<B, NotNull, Open> {
    return this.with({ between: { atLeast: min, atMost: max } });
  }
  /** Texts or codes that match as a whole: a row with another goes to quarantine as `not-matching`, a sealed value judged before it is sealed. A pattern has no group, and leaves no character two ways; `check` says so. */
  matching({ source: pattern, flags }: RegExp): Column<B, NotNull, Open> {
    return this.with({ matching: { pattern, flags } });
  }
  /** Made at sealing, while the record is in clear. */
  derive(derive: DeriveSpec): Column<B, NotNull, Open> {
    return this.with({ derive });
  }

  private with(change: Partial<Draft>): Column<B, NotNull, Open> {
    return new Column<B, NotNull, Open>(this.builders, { ...this.draft, ...change });
  }
}

const keysOf = (purposes: readonly PurposeSpec[]): readonly string[] => purposes.map(({ key }) => key);

const column = <B extends BuilderPair>(type: ColumnType, builders: () => B): Column<B, true, true> =>
  new Column<B, true, true>(builders, { ...plain, type });

/** A 32-bit integer. */
export const int = () => column({ kind: "int" }, builders.int);
/** A 64-bit integer, read as a JavaScript number (exact to 2^53). */
export const bigint = () => column({ kind: "bigint" }, builders.bigint);
/** An exact decimal of `precision` digits, `scale` of them after the point; text in JavaScript. `beyond` rounds values with more. */
export const decimal = (precision: number, scale: number, options: { readonly beyond?: "round" } = {}) =>
  column({ kind: "decimal", precision, scale, ...options }, () => builders.decimal(precision, scale));
/** An amount in euros: decimal(18,2). */
export const money = () => decimal(18, 2);
/** A quantity: decimal(12,3). */
export const quantity = () => decimal(12, 3);
/** A share or a rate, 0 to 1 when it is of a whole: decimal(18,4). */
export const rate = () => decimal(18, 4);
/** Text of at most `length` code points; `trim` drops blanks at its end. */
export const text = (length: number, options: { readonly trim?: true } = {}) =>
  column({ kind: "text", length, ...options }, () => builders.text(length));
/** A code compared byte by byte, of at most `length` characters; `pad` restores leading zeros that a file lost, `trim` drops blanks at its end, which make it a misfit otherwise. */
export const code = (length: number, options: { readonly pad?: number; readonly trim?: true } = {}) =>
  column({ kind: "code", length, ...options }, () => builders.text(length));
/** One of a closed list of words. */
export const oneOf = <const V extends readonly [string, ...string[]]>(...values: V) =>
  column({ kind: "oneOf", values }, () => builders.oneOf(values));
/** True or false. */
export const bool = () => column({ kind: "bool" }, builders.bool);
/** A point in time, RFC 3339 with an offset in the API, UTC milliseconds when stored. */
export const instant = () => column({ kind: "instant", reads: "rfc3339" }, builders.instant);
/** A point in time that the API writes as Unix seconds. */
export const unixInstant = () => column({ kind: "instant", reads: "unix-seconds" }, builders.instant);
/** A point in time that the API writes as naive local time of `zone` (IANA). */
export const localInstant = (zone: string) => column({ kind: "instant", reads: "local", zone }, builders.instant);
/** A calendar date, YYYY-MM-DD. */
export const date = () => column({ kind: "date" }, builders.date);
/** A UUID. */
export const uuid = () => column({ kind: "uuid" }, builders.uuid);
/** A JSON document. */
export const json = () => column({ kind: "json" }, builders.json);
/** The pseudonym of a person of this kind, made from the source's id at sealing. */
export const subjectRef = (entity: string) => column({ kind: "uuid" }, builders.uuid).derive({ kind: "pid", entity });
/** The record of a person of this kind that the source merged the row's into: both are one person, whose requests are about both. */
export const mergedInto = (entity: string) =>
  column({ kind: "uuid" }, builders.uuid).derive({ kind: "pid", entity, merged: true });
/** The year of a date of birth, kept in clear (bottom-coded at 1940). */
export const birthYear = () => int().derive({ kind: "birth-year" });
/** `output` of looking this column's fields up in a reference table while the record is in clear. */
export const lookedUp = (length: number, table: string, output: string) =>
  code(length).derive({ kind: "lookup", table, output });

/** The spec of a declared column under its name. */
export function columnSpec(name: string, declared: Column<BuilderPair, boolean, boolean>): ColumnSpec {
  const { ref, from, ...rest } = declared.draft;
  return { name, physical: toSnake(name), ...rest, from: from ?? [toSnake(name)], ...(ref && { ref: ref.spec.key }) };
}

const toSnake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
