import type { LedgerHead } from "../erasure-ledger.ts";
import type { TableSpec } from "../spec/asset.ts";

/** Rows of one table, or of one mart. `open` and `sealed`: in these zones. `mart`: rows of a mart that named people; absent for tables. `quarantined`: records that did not fit; absent for none. `parted`: facts that each got a pseudonym of their own; absent for none, and where facts keep theirs. */
export type RowsOfPeople = {
  readonly table: string;
  readonly open: number;
  readonly sealed: number;
  readonly mart?: number;
  readonly quarantined?: number;
  readonly parted?: number;
};

/** What erasures do in the target database, by pseudonym. */
export type ErasurePort = {
  /**
   * Write pseudonyms down under a number of the ledger, and delete their rows: of tables about people in both zones, of
   * facts in the sealed zone alone; of marts whatever names them in a column that refers to people; and what quarantine holds
   * of their records. Days of deleted rows are told to marts; a mart that lost rows is built anew whole by its next build.
   * No build names them from then on: a mart that puts who is not known under nobody counts their facts there, one that reads
   * facts alone leaves them out. Done again it deletes what came since.
   */
  readonly erasePeople: (seq: number, pids: readonly string[]) => Promise<readonly RowsOfPeople[]>;
  /** Delete what a load brought of people who are erased: rows of a table about people, sealed values of facts; what quarantine holds of their records; in the open zone own rows of those who are hidden too. How many in the open zone. */
  readonly purgeErased: (table: TableSpec) => Promise<number>;
  /** Rows that people still have: own rows in both zones, sealed values of facts, rows of marts that name them, records in quarantine. Facts in the open zone are not counted. */
  readonly countPeople: (pids: readonly string[]) => Promise<readonly RowsOfPeople[]>;
  /** Delete people's own rows in the open zone, and keep them out of it, so that no mart and no KPI reads them; sealed ones stay. How many rows. */
  readonly hidePeople: (pids: readonly string[]) => Promise<number>;
  /** Let people's own rows into the open zone again: the next whole reading brings them. Where anybody was hidden, tables about people are told as changed: what was answered without them is not confirmed. */
  readonly showPeople: (pids: readonly string[]) => Promise<void>;
  /** The greatest number of the ledger that this database knows; 0 for none. */
  readonly erasedThrough: () => Promise<number>;
  /** Keep that the ledger has an entry, with its MAC: what is known to have been there cannot be lost unnoticed. */
  readonly keepEntry: (entry: LedgerHead) => Promise<void>;
  /** The last entry that the ledger is known to have had; undefined for none. */
  readonly lastEntry: () => Promise<LedgerHead | undefined>;
};
