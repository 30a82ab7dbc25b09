import { fieldNames } from "../core/field-names.ts";
import type { PartInfo } from "../core/manifest.ts";
import type { SealedPage } from "../core/ports/sealer.ts";
import type { Page } from "../core/ports/source-reader.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import { greatestSeen } from "./greatest-seen.ts";
import type { Pass } from "./start-pass.ts";

/** What one reading of a pass has counted so far. `missing`: rows that the API's total told and no page held. */
export type Tally = {
  readonly parts: readonly PartInfo[];
  readonly rows: number;
  readonly misfits: number;
  readonly erased: number;
  readonly pages: number;
  /** Answers read for those pages: a list by page number costs two a page. */
  readonly requests: number;
  readonly maxSeen: string | null;
  readonly maxVersion: string | null;
  /** Rows whose version moves no mark: a jump beyond the declared one, or beyond what the API told. */
  readonly beyond: number;
  readonly unknownFields: readonly string[];
  readonly missing: number;
};

/** A reading that has not begun. */
export const nothing: Tally = {
  parts: [],
  rows: 0,
  misfits: 0,
  erased: 0,
  pages: 0,
  requests: 0,
  maxSeen: null,
  maxVersion: null,
  beyond: 0,
  unknownFields: [],
  missing: 0,
};

/** The tally with a page that was sealed. Its rows are in no part yet. */
export function withPage(tally: Tally, page: Page, sealed: SealedPage, of: { table: TableSpec; pass: Pass }): Tally {
  return {
    parts: tally.parts,
    rows: tally.rows + sealed.rows.length,
    misfits: tally.misfits + sealed.misfits,
    erased: tally.erased + sealed.erased,
    pages: tally.pages + 1,
    requests: tally.requests + page.requests,
    ...greatestSeen(of.table, page, tally, of.pass),
    unknownFields: fieldNames([...tally.unknownFields, ...sealed.unknownFields]),
    missing: tally.missing + page.missing,
  };
}
