import type { CastValue, QuarantinedRow, StagedRow } from "../../core/ports/database.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import { jsonList } from "./json-list.ts";
import { lockName } from "./lock-tables.ts";
import { stagedColumns } from "../postgres/names.ts";
import { bulkColumn } from "./names.ts";
import type { BulkColumn, SqlScope, SqlSession } from "./session.ts";
import { loadEnded, stagingStatements } from "./statements/staging.ts";

/** Put a batch of lines into staging in one short transaction; lines already there, or quarantined before, are replaced. Nothing happens once the load has ended: an attempt that was given up may still write. */
export async function stageBatch(
  sql: SqlSession,
  table: TableSpec,
  load: string,
  part: number,
  read: Iterable<StagedRow>,
): Promise<void> {
  const rows = [...read];
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined) return;
  const statements = stagingStatements(table);
  const inOneRange = rows.every((row, at) => row.line === first.line + at);
  await sql.transaction(async (scope) => {
    if (await hasEnded(scope, load, part)) return;
    await scope.query(inOneRange ? statements.replaceRange : statements.replaceEach, [
      load,
      part,
      last.line,
      inOneRange ? first.line : jsonList(rows.map((row) => row.line)),
    ]);
    await scope.bulk(statements.rows, bulkColumns(table), stagedValues(load, part, rows));
  });
}

const ledgered: readonly BulkColumn[] = [
  { name: "_load", type: "nvarchar", length: 64, nullable: false },
  { name: "_part", type: "int", nullable: false },
  { name: "_line", type: "int", nullable: false },
  { name: "_hash", type: "nvarchar", length: 64, nullable: false },
  { name: "_ordered_at", type: "instant", nullable: false },
  { name: "business_day", type: "date" },
];

/** The columns of a table's staging, as a bulk load sends them. */
export const bulkColumns = (table: TableSpec): readonly BulkColumn[] => [
  ...ledgered,
  ...stagedColumns(table).map(bulkColumn),
];

function* stagedValues(load: string, part: number, rows: readonly StagedRow[]): Generator<readonly CastValue[]> {
  for (const row of rows) yield [load, part, row.line, row.hash, row.orderedAt, row.businessDay, ...row.values];
}

/** Holds a part until the transaction ends, so that an attempt that was given up and the next one never collide; says whether its load is merged or refused. */
async function hasEnded(scope: SqlScope, load: string, part: number): Promise<boolean> {
  await lockName(scope, `sillage/stage/${load}/${part}`);
  const [found] = await scope.query<{ ended: number }>(loadEnded, [load]);
  return (found?.ended ?? 0) > 0;
}

/** Keep rows that do not fit, with the column and the rule, the record sealed whole and whose it is; lines staged before are replaced. */
export async function quarantineBatch(
  sql: SqlSession,
  table: TableSpec,
  load: string,
  part: number,
  rows: readonly QuarantinedRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const told = new Map(rows.map(({ line, misfit, sealed, pid }) => [line, { line, ...misfit, sealed, pid }]));
  await sql.transaction(async (scope) => {
    if (await hasEnded(scope, load, part)) return;
    await scope.query(stagingStatements(table).quarantine, [load, part, table.key, JSON.stringify([...told.values()])]);
  });
}

/** The greatest line up to which a part is staged, merged or quarantined without a hole; 0 when nothing of it is. */
export async function stagedThrough(sql: SqlSession, table: TableSpec, load: string, part: number): Promise<number> {
  const [row] = await sql.query<{ through: number }>(stagingStatements(table).through, [load, part]);
  return row?.through ?? 0;
}
