/** What conditions and incidents are told and asked; trees are JSON. */
export const automation = {
  keepEvaluation: `insert into sillage.evaluation (asset, at, run, tree) values ($1, $2, $3, $4)
     on conflict (asset, at) do update set run = excluded.run, tree = excluded.tree`,
  /** The last 500 of an asset stay. */
  compactEvaluations: `delete from sillage.evaluation where asset = $1 and at < (
       select at from sillage.evaluation where asset = $1 order by at desc offset 499 rows fetch next 1 rows only)`,
  evaluationAt:
    "select asset, at, run, tree from sillage.evaluation where asset = $1 and at <= $2 order by at desc limit 1",
  /** One that was told or closed stays so (id, asset, health, why, opened, closed or null, told or null). */
  keepIncident: `insert into sillage.incident as i (id, asset, health, why, opened_at, closed_at, told_at) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (id) do update set closed_at = coalesce(i.closed_at, excluded.closed_at), told_at = coalesce(i.told_at, excluded.told_at)`,
  /** The last 100 of an asset stay. */
  compactIncidents: `delete from sillage.incident where asset = $1 and opened_at < (
       select opened_at from sillage.incident where asset = $1 order by opened_at desc offset 99 rows fetch next 1 rows only)`,
  incidents: `select id, asset, health, why, opened_at as "openedAt", closed_at as "closedAt", told_at as "toldAt"
     from sillage.incident where $1::text is null or asset = $1 order by opened_at desc, id desc limit 100`,
} as const;
