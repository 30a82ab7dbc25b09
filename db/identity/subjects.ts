import type { IdentityStore, NewSubject, Subject } from "../../core/ports/identity-store.ts";
import type { SqlSession } from "../postgres/session.ts";
import { hex } from "./hex.ts";
import { identityStatements } from "./postgres-identity-statements.ts";

/** People with their wrapped keys. */
export function subjects(sql: SqlSession): Pick<IdentityStore, "findSubjects" | "findByPid" | "createSubjects"> {
  const findSubjects = (lookups: readonly string[]) => byLookups(sql, lookups);
  return {
    findSubjects,
    async findByPid(pid) {
      const [found] = await sql.query<Subject>(identityStatements.subjectByPid, [pid]);
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
  const rows = await sql.query<Subject>(identityStatements.subjects, [lookups]);
  const byLookup = new Map(rows.map((row) => [row.lookup, row]));
  return lookups.map((lookup) => byLookup.get(lookup));
}

async function insert(sql: SqlSession, candidates: readonly NewSubject[]): Promise<void> {
  await sql.query(identityStatements.createSubjects, [
    candidates.map((row) => row.lookup),
    candidates.map((row) => row.pid),
    candidates.map((row) => hex(row.wrappedKey)),
    candidates.map((row) => hex(row.kid)),
    candidates.map((row) => row.epoch),
  ]);
}
