/** Which declarations are deployed. */
export const deployed = {
  /** A graph that a worker starts with (hash, JSON); one that is known comes back. */
  save: `insert into sillage.deployed_graph (hash, graph) values ($1, $2)
     on conflict (hash) do update set deployed_at = clock_timestamp()`,
  /** The last 20 stay. */
  forget: `delete from sillage.deployed_graph where deployed_at < (
     select deployed_at from sillage.deployed_graph order by deployed_at desc offset 19 rows fetch next 1 rows only)`,
  last: `select graph, deployed_at as "deployedAt" from sillage.deployed_graph order by deployed_at desc limit 1`,
} as const;
