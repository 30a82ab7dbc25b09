import type { SqlScope } from "./session.ts";

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
  await scope.query(
    "insert into sillage.materialisation (id, asset, load_id, rows, days) values ($1, $2, $3, $4, $5)",
    [made.id, made.asset, made.loadId, made.rows, made.days],
  );
  await scope.query(
    `insert into sillage.asset_state as a (asset, materialisation_id, materialised_at, rows) values ($1, $2, now(), $3)
     on conflict (asset) do update set materialisation_id = excluded.materialisation_id, materialised_at = excluded.materialised_at, rows = excluded.rows`,
    [made.asset, made.id, made.rows],
  );
}
