import { jsonList } from "./json-list.ts";
import type { SqlScope } from "./session.ts";

/** A row of a materialisation (id, asset, load or null, rows, days as JSON) and the asset's state with it. */
export const materialisationStatement = `insert into [sillage].[materialisation] ([id], [asset], [load_id], [rows], [days]) values (@p1, @p2, @p3, @p4, @p5);
update [sillage].[asset_state] with (updlock, holdlock) set [materialisation_id] = @p1, [materialised_at] = sysutcdatetime(), [rows] = @p4 where [asset] = @p2;
if @@rowcount = 0 insert into [sillage].[asset_state] ([asset], [materialisation_id], [materialised_at], [rows]) values (@p2, @p1, sysutcdatetime(), @p4);`;

/** Record one successful change of an asset's content. */
export async function recordMaterialisation(
  scope: SqlScope,
  made: {
    readonly id: string;
    readonly asset: string;
    readonly loadId: string | null;
    readonly rows: number;
    /** Business days whose rows changed. */
    readonly days: readonly string[];
  },
): Promise<void> {
  await scope.query(materialisationStatement, [made.id, made.asset, made.loadId, made.rows, jsonList(made.days)]);
}
