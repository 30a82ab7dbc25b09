import { freeBuffer } from "../../core/free-buffer.ts";
import type { QuarantinedRow, StagedRow } from "../../core/ports/database.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import { copyField } from "./copy-text.ts";
import type { SqlScope, SqlSession } from "./session.ts";
import { loadEnded, stagingLock, stagingStatements } from "./statements/staging.ts";

const known = new WeakMap<TableSpec, ReturnType<typeof stagingStatements>>();

function statementsOf(table: TableSpec): ReturnType<typeof stagingStatements> {
  const statements = known.get(table) ?? stagingStatements(table);
  known.set(table, statements);
  return statements;
}

/** Put a batch of lines into staging in one short transaction; lines already there, or quarantined before, are replaced. Nothing happens once the load has ended: an attempt that was given up may still write. */
export async function stageBatch(
  sql: SqlSession,
  table: TableSpec,
  load: string,
  part: number,
  rows: readonly StagedRow[],
): Promise<void> {
  const last = rows.at(-1);
  if (last === undefined) return;
  const statements = statementsOf(table);
  const lines = gapless(rows);
  const body = Buffer.from(copyText(`${load}\t${part}\t`, rows));
  await sql.transaction(async (scope) => {
    if (await hasEnded(scope, load, part)) return;
    const replace = lines === undefined ? statements.replaceEach : statements.replaceRange;
    await scope.query(replace, [load, part, last.line, lines ?? rows.map((row) => row.line)]);
    await scope.copy(statements.rows, body);
  });
  freeBuffer(body);
}

/** First and last line of rows that come in order, undefined when they have a gap. */
function gapless(rows: readonly StagedRow[]): readonly number[] | undefined {
  const first = rows[0]?.line ?? 0;
  return rows.every((row, at) => row.line === first + at) ? [first, first + rows.length - 1] : undefined;
}

function copyText(head: string, rows: readonly StagedRow[]): string {
  let text = "";
  for (const row of rows) {
    text += `${head}${row.line}\t${copyField(row.hash)}\t${copyField(row.orderedAt)}\t${row.businessDay ?? "\\N"}`;
    for (const value of row.values) text += `\t${copyField(value)}`;
    text += "\n";
  }
  return text;
}

/** Holds a part until the transaction ends, so that an attempt that was given up and the next one never collide; says whether its load is merged or refused. */
async function hasEnded(scope: SqlScope, load: string, part: number): Promise<boolean> {
  await scope.query(stagingLock, [load, part]);
  const [ended] = await scope.query(loadEnded, [load]);
  return ended !== undefined;
}

/** Keep rows that do not fit, with the column and the rule, the record sealed whole; lines staged before are replaced. */
export async function quarantineBatch(
  sql: SqlSession,
  table: TableSpec,
  load: string,
  part: number,
  rows: readonly QuarantinedRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql.transaction(async (scope) => {
    if (await hasEnded(scope, load, part)) return;
    await scope.query(statementsOf(table).quarantine, [
      load,
      part,
      table.key,
      rows.map((row) => row.line),
      rows.map((row) => row.misfit.column),
      rows.map((row) => row.misfit.rule),
      rows.map((row) => row.sealed),
    ]);
  });
}

/** The greatest line up to which a part is staged, merged or quarantined without a hole; 0 when staging was emptied by a crash before anything was merged. */
export async function stagedThrough(sql: SqlSession, table: TableSpec, load: string, part: number): Promise<number> {
  const [row] = await sql.query<{ through: number }>(statementsOf(table).through, [load, part]);
  return row?.through ?? 0;
}
