import type { ApiRecord, LandedRow } from "../landed-row.ts";
import type { TableSpec } from "../spec/asset.ts";

/** Looks a derived value up in reference rows held in memory; `values` come in the order of the column's `from`. */
export type Lookup = (values: readonly string[]) => { readonly [output: string]: string | null };

/** What sealing one page gave. */
export type SealedPage = {
  /** One landed line for each record, in order. */
  readonly rows: readonly LandedRow[];
  readonly misfits: number;
  /** Records of erased people that were dropped. */
  readonly erased: number;
  readonly unknownFields: readonly string[];
};

/** Turns clear records into landed lines: pseudonyms, sealed values, derived values, row hash. */
export type Sealer = {
  readonly sealPage: (
    table: TableSpec,
    records: readonly ApiRecord[],
    lookups: ReadonlyMap<string, Lookup>,
  ) => Promise<SealedPage>;
  /** Seal where a pass over a table stands: what a source pages by may name a person. */
  readonly sealCursor: (table: TableSpec, at: string) => Promise<string>;
  /** Open what `sealCursor` sealed. */
  readonly openCursor: (table: TableSpec, sealed: string) => Promise<string>;
};

/** Opens what was sealed; for tests, replay and reveal only. */
export type Opener = {
  /** The whole record of a landed line that did not fit. */
  readonly openRecord: (table: TableSpec, row: LandedRow) => Promise<ApiRecord>;
  readonly openValue: (table: TableSpec, row: LandedRow, column: string) => Promise<string | null>;
};
