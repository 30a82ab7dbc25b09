import type { IdentityStore, NewSubject, Subject } from "../../core/ports/identity-store.ts";
import type { SqlSession } from "../postgres/session.ts";
import { hex } from "./hex.ts";

const columns = `lookup, pid::text as pid, dek_wrapped as "wrappedKey", epoch`;

/** People with their wrapped keys. */
export function subjects(sql: SqlSession): Pick<IdentityStore, "findSubjects" | "findByPid" | "createSubjects"> {
  const findSubjects = (lookups: readonly string[]) => byLookups(sql, lookups);
  return {
    findSubjects,
    async findByPid(pid) {
      const [found] = await sql.query<Subject>(`select ${columns} from identity.subject where pid = $1::uuid`, [pid]);
      return found;
    },
    async createSubjects(candidates) {
      await insert(sql, candidates);
      const stored = await findSubjects(candidates.map((row) => row.lookup));
      return stored.filter((subject) => subject !== undefined);
    },
  };
}

async function byLookups(sql: SqlSession, lookups: readonly string[]): Promise<readonly (Subject | undefined)[]> {
  if (lookups.length === 0) return [];
  const rows = await sql.query<Subject>(`select ${columns} from identity.subject where lookup = any($1::text[])`, [
    lookups,
  ]);
  const byLookup = new Map(rows.map((row) => [row.lookup, row]));
  return lookups.map((lookup) => byLookup.get(lookup));
}

async function insert(sql: SqlSession, candidates: readonly NewSubject[]): Promise<void> {
  await sql.query(
    `insert into identity.subject (lookup, pid, dek_wrapped, kid, epoch)
     select u.lookup, u.pid, decode(u.dek, 'hex'), decode(u.kid, 'hex'), u.epoch
     from unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::int[]) as u(lookup, pid, dek, kid, epoch)
     on conflict (lookup) do nothing`,
    [
      candidates.map((row) => row.lookup),
      candidates.map((row) => row.pid),
      candidates.map((row) => hex(row.wrappedKey)),
      candidates.map((row) => hex(row.kid)),
      candidates.map((row) => row.epoch),
    ],
  );
}
