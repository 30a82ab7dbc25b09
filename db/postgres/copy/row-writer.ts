import type { StagedRow } from "../../../core/ports/database.ts";
import type { TableSpec } from "../../../core/spec/asset.ts";
import { typeOf } from "../../declare/layout.ts";
import { stagedColumns } from "../names.ts";
import type { CopyBuffer } from "./copy-buffer.ts";
import { fieldWriter } from "./field-writer.ts";

/** Puts a row of a load's part as the columns of its staging table. */
export type RowWriter = (to: CopyBuffer, load: string, part: number, row: StagedRow) => void;

const ledgerFields = 6;
const putInstant = fieldWriter({ kind: "instant", reads: "rfc3339" });
const putDay = fieldWriter({ kind: "date" });

/** How rows of a table are put, in the order of `stagingStatements(table).copy`. */
export function rowWriter(table: TableSpec): RowWriter {
  const fields = stagedColumns(table).map((column) => fieldWriter(typeOf(column)));
  return (to, load, part, { line, hash, orderedAt, businessDay, values }) => {
    to.row(ledgerFields + fields.length);
    to.text(load);
    to.int32(part);
    to.int32(line);
    to.text(hash);
    putInstant(to, orderedAt);
    putDay(to, businessDay);
    for (let at = 0; at < fields.length; at++) fields[at]?.(to, values[at] ?? null);
  };
}
