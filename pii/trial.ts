import type { LandedRow } from "../core/landed-row.ts";
import type { Database, Statement } from "../core/ports/database.ts";
import type { Opener } from "../core/ports/sealer.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import { isSealed } from "../core/spec/column.ts";
import { landedKeys } from "./landed-keys.ts";
import { unlessShut } from "./unless-shut.ts";

/** A sealed value of a person, as an opener takes it: the keys of its row, and the value in base64url. */
export type Trial = { readonly table: string; readonly column: string; readonly row: LandedRow };

/** What a trial is found with; `sealedOf` reads a person's sealed values of a table, `opener` opens those of restricted people too. */
export type TrialDeps = {
  readonly database: Pick<Database, "read">;
  readonly opener: Opener;
  readonly tables: readonly TableSpec[];
  readonly sealedOf: (table: TableSpec, pid: string) => Statement | undefined;
};

/** The first sealed value of a person that opens now, by which it is tried later whether it still does; undefined where none is stored that does. */
export async function findTrial(deps: TrialDeps, pid: string): Promise<Trial | undefined> {
  for (const table of deps.tables) {
    const reading = deps.sealedOf(table, pid);
    if (reading === undefined) continue;
    for (const values of await deps.database.read(reading))
      for (const trial of trialsIn(table, values, pid)) if (await opens(deps.opener, table, trial)) return trial;
  }
  return undefined;
}

const trialsIn = (table: TableSpec, values: Readonly<Record<string, unknown>>, pid: string): readonly Trial[] =>
  table.columns.filter(isSealed).flatMap(({ name, physical }) => {
    const sealed = values[physical];
    if (!(sealed instanceof Uint8Array)) return [];
    const row = { ...landedKeys(table, values, pid), [name]: Buffer.from(sealed).toString("base64url") };
    return [{ table: table.key, column: name, row }];
  });

const opens = (opener: Opener, table: TableSpec, { row, column }: Trial): Promise<boolean> =>
  opener.openValue(table, row, column).then(
    () => true,
    (error: unknown) => unlessShut(error) ?? false,
  );
