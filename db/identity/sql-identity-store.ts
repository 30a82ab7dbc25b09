import type { IdentityStore, RootKeyRow, Subject } from "../../core/ports/identity-store.ts";
import type { SqlSession } from "../postgres/session.ts";

const schema = `
create schema if not exists identity;
create table if not exists identity.subject (
  lookup text primary key, pid uuid unique, dek_wrapped bytea, epoch integer not null, kid bytea,
  created_at timestamptz(3) not null default now(), restricted_at timestamptz(3), erased_at timestamptz(3), request_id text);
create table if not exists identity.blind_index (
  field text not null, index text not null, value bytea not null, pid uuid not null, updated_at timestamptz(3) not null,
  primary key (field, index, pid));
create index if not exists blind_index_value on identity.blind_index (field, index, value);
create table if not exists identity.keyring (
  purpose text not null, epoch integer not null, wrapped bytea not null, check_value bytea not null, primary key (purpose, epoch));
`;

const subjectColumns = `lookup, pid::text as pid, dek_wrapped as "wrappedKey", epoch`;

/** The identity store on PGlite or PostgreSQL: people, blind indexes, wrapped root keys, in the schema `identity`. */
export function sqlIdentityStore(sql: SqlSession): IdentityStore {
  const bySubjects = async (lookups: readonly string[]): Promise<readonly (Subject | undefined)[]> => {
    if (lookups.length === 0) return [];
    const rows = await sql.query<Subject>(
      `select ${subjectColumns} from identity.subject where lookup = any($1::text[])`,
      [lookups],
    );
    const byLookup = new Map(rows.map((row) => [row.lookup, row]));
    return lookups.map((lookup) => byLookup.get(lookup));
  };
  return {
    migrate: () => sql.exec(schema),
    findSubjects: bySubjects,
    async findByPid(pid) {
      return (
        await sql.query<Subject>(`select ${subjectColumns} from identity.subject where pid = $1::uuid`, [pid])
      )[0];
    },
    async createSubjects(candidates) {
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
      const stored = await bySubjects(candidates.map((row) => row.lookup));
      return stored.filter((subject) => subject !== undefined);
    },
    async saveBlindIndexes(rows) {
      if (rows.length === 0) return;
      const latest = new Map(
        rows
          .toSorted((left, right) => Date.parse(left.updatedAt) - Date.parse(right.updatedAt))
          .map((row) => [`${row.field}|${row.index}|${row.pid}`, row]),
      );
      const kept = [...latest.values()];
      await sql.query(
        `insert into identity.blind_index as b (field, index, value, pid, updated_at)
         select u.field, u.index, decode(u.value, 'hex'), u.pid, u.updated_at
         from unnest($1::text[], $2::text[], $3::text[], $4::uuid[], $5::timestamptz[]) as u(field, index, value, pid, updated_at)
         on conflict (field, index, pid) do update set value = excluded.value, updated_at = excluded.updated_at
         where excluded.updated_at > b.updated_at`,
        [
          kept.map((row) => row.field),
          kept.map((row) => row.index),
          kept.map((row) => hex(row.value)),
          kept.map((row) => row.pid),
          kept.map((row) => row.updatedAt),
        ],
      );
    },
    rootKeys: () =>
      sql.query<RootKeyRow>(`select purpose, epoch, wrapped, check_value as "check" from identity.keyring`),
    async saveRootKey(row) {
      await sql.query(
        `insert into identity.keyring (purpose, epoch, wrapped, check_value) values ($1, $2, decode($3, 'hex'), decode($4, 'hex')) on conflict do nothing`,
        [row.purpose, row.epoch, hex(row.wrapped), hex(row.check)],
      );
      const stored = await sql.query<RootKeyRow>(
        `select purpose, epoch, wrapped, check_value as "check" from identity.keyring where purpose = $1 and epoch = $2`,
        [row.purpose, row.epoch],
      );
      return stored[0] ?? row;
    },
    close: () => sql.close(),
  };
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
