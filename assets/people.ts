import { and, eq, isNotNull, isNull, ne, sql, type Query } from "../index.ts";
import { nobody } from "./nobody.ts";
import { clients } from "./tables/clients.ts";

/** Merges followed one after another. The vendor's chains are shorter; of a longer one, people this many steps apart count apart. */
const mostMerges = 8;

/**
 * Each client's number (`id`), the person they are (`person`: the client that merges lead to), and that person's
 * commune. Erased and deleted people are not among them, nor anyone merged into one. Join it to count or rank people.
 */
export function people(q: Query, table: typeof clients.open, name = "people") {
  const hops = Array.from({ length: mostMerges }, (_, at) =>
    q
      .select({ client: table.id, into: table.mergedIntoId })
      .from(table)
      .where(isNotNull(table.mergedIntoId))
      .as(`hop${at + 1}`),
  );
  const targets = sql.join([...hops.map((hop) => sql`${hop.into}`).toReversed(), sql`${table.id}`], sql`, `);
  const start = q
    .select({ client: table.id, person: sql<string>`coalesce(${targets})` })
    .from(table)
    .$dynamic();
  let before = sql`${table.id}`;
  for (const hop of hops) {
    start.leftJoin(hop, eq(hop.client, before));
    before = sql`${hop.into}`;
  }
  const merged = start.as("merged");
  const living = q
    .select({ id: table.id, communeCode: table.communeCode })
    .from(table)
    .where(and(isNull(table.deletedAt), ne(table.id, nobody)))
    .as("living");
  return q
    .select({ id: merged.client, person: living.id, communeCode: living.communeCode })
    .from(merged)
    .innerJoin(living, eq(living.id, merged.person))
    .as(name);
}
