import type { RowsOfPeople } from "../core/ports/erasure.ts";
import type { MartSpec } from "../core/spec/asset.ts";
import { emptiedRows } from "./emptied-rows.ts";
import type { ErasureStatements } from "./erasure-port.ts";
import type { Scope, Session } from "./record-entry.ts";

/** Rows of marts that name people, by pseudonym. Only of marts that name any. */
export function peopleInMarts<On extends Scope>(
  sql: Session<On>,
  marts: readonly MartSpec[],
  { erasure, ofMart, lock, record, newId }: ErasureStatements<On>,
) {
  const erased = ({ key }: MartSpec, text: string, params: readonly string[]): Promise<number> =>
    sql.transaction(async (scope) => {
      // A build that read these people before holds the mart until it is done.
      await lock(scope, [key]);
      const { rows, days } = await emptiedRows(scope, text, params);
      if (rows === 0) return rows;
      await record(scope, { id: newId(), asset: key, loadId: null, rows, days });
      await scope.query(erasure.makeStale, [key]);
      return rows;
    });
  const counted = async (text: string, params: readonly string[]): Promise<number> =>
    (await sql.query<{ mart: number }>(text, params))[0]?.mart ?? 0;
  const naming = marts.flatMap((mart) => {
    const texts = ofMart(mart);
    return texts === undefined ? [] : [{ mart, texts }];
  });
  const each = async (rowsOf: (of: (typeof naming)[number]) => Promise<number>): Promise<readonly RowsOfPeople[]> => {
    const found: RowsOfPeople[] = [];
    for (const of of naming) found.push({ table: of.mart.key, open: 0, sealed: 0, mart: await rowsOf(of) });
    return found;
  };
  return {
    erase: (pids: readonly string[]) => each(({ mart, texts }) => erased(mart, texts.rows, [JSON.stringify(pids)])),
    count: (pids: readonly string[]) => each(({ texts }) => counted(texts.count, [JSON.stringify(pids)])),
  };
}
