import type { IdentityStore } from "../../core/ports/identity-store.ts";
import type { SqlSession } from "../postgres/session.ts";
import { blindIndexes } from "./blind-indexes.ts";
import { rootKeys } from "./root-keys.ts";
import { subjects } from "./subjects.ts";

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

/** The identity store on PGlite or PostgreSQL: people, blind indexes, wrapped root keys, in the schema `identity`. */
export const sqlIdentityStore = (sql: SqlSession): IdentityStore => ({
  migrate: () => sql.exec(schema),
  ...subjects(sql),
  ...blindIndexes(sql),
  ...rootKeys(sql),
  close: () => sql.close(),
});
