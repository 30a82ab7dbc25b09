import { setImmediate as nextTurn } from "node:timers/promises";
import { freeBuffer } from "../../core/free-buffer.ts";
import type { QuarantinedRow, StagedRow } from "../../core/ports/database.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import { CopyBuffer } from "./copy/copy-buffer.ts";
import { rowWriter } from "./copy/row-writer.ts";
import type { SqlScope, SqlSession } from "./session.ts";
import { loadEnded, stagingLock, stagingStatements } from "./statements/staging.ts";

const prepared = (table: TableSpec) => ({
  statements: stagingStatements(table),
  writeRow: rowWriter(table),
});
const known = new WeakMap<TableSpec, ReturnType<typeof prepared>>();

function preparedFor(table: TableSpec): ReturnType<typeof prepared> {
  const made = known.get(table) ?? prepared(table);
  known.set(table, made);
  return made;
}

/** Put a batch of lines into staging in one short transaction; lines already there, or quarantined before, are replaced. Nothing happens once the load has ended: an attempt that was given up may still write. */
export async function stageBatch(
  sql: SqlSession,
  table: TableSpec,
  load: string,
  part: number,
  rows: Iterable<StagedRow>,
): Promise<void> {
  const { statements, writeRow } = preparedFor(table);
  const { lines, body } = await written(rows, (to, row) => writeRow(to, load, part, row));
  const last = lines.at(-1);
  if (last === undefined) return;
  const range = gapless(lines);
  await sql.transaction(async (scope) => {
    if (await hasEnded(scope, load, part)) return;
    const replace = range === undefined ? statements.replaceEach : statements.replaceRange;
    await scope.series([
      { text: replace, params: [load, part, last, range ?? lines] },
      { text: statements.copy, body },
    ]);
  });
  freeBuffer(body);
}

/** Rows after which others have their turn, a quarter of a millisecond: what the server answered them meanwhile would wait, and the server with it. */
const rowsATurn = 50;
/** Room at first: for so many rows of so many bytes. */
const firstRows = 250;
const roomARow = 256;

/** Rows as they are copied, and their lines. A row is read and put at once, so that thousands of them never wait in memory to be collected. */
async function written(rows: Iterable<StagedRow>, write: (to: CopyBuffer, row: StagedRow) => void) {
  const lines: number[] = [];
  const to = new CopyBuffer(firstRows * roomARow);
  for (const row of rows) {
    write(to, row);
    if (lines.push(row.line) % rowsATurn === 0) await nextTurn();
  }
  return { lines, body: to.finish() };
}

/** First and last of lines that come in order, undefined when they have a gap. */
function gapless(lines: readonly number[]): readonly number[] | undefined {
  const first = lines[0] ?? 0;
  return lines.every((line, at) => line === first + at) ? [first, first + lines.length - 1] : undefined;
}

/** Holds a part until the transaction ends, so that an attempt that was given up and the next one never collide; says whether its load is merged or refused. */
async function hasEnded(scope: SqlScope, load: string, part: number): Promise<boolean> {
  const [ended] = await scope.series([
    { text: stagingLock, params: [load, part] },
    { text: loadEnded, params: [load] },
  ]);
  return ended !== undefined;
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
  await sql.transaction(async (scope) => {
    if (await hasEnded(scope, load, part)) return;
    await scope.query(preparedFor(table).statements.quarantine, [
      load,
      part,
      table.key,
      rows.map((row) => row.line),
      rows.map((row) => row.misfit.column),
      rows.map((row) => row.misfit.rule),
      rows.map((row) => row.sealed),
      rows.map((row) => row.pid),
    ]);
  });
}

/** The greatest line up to which a part is staged, merged or quarantined without a hole; 0 when staging was emptied by a crash before anything was merged. */
export async function stagedThrough(sql: SqlSession, table: TableSpec, load: string, part: number): Promise<number> {
  const [row] = await sql.query<{ through: number }>(preparedFor(table).statements.through, [load, part]);
  return row?.through ?? 0;
}
