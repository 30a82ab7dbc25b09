import type { DialectName, InDialects } from "../core/ports/database.ts";
import type { NamedStatement } from "./postgres/named-statements.ts";

/**
 * Rights of two roles for an administrator who applies the migrations: `sillage_writer` for what extracts, ingests and
 * operates, `sillage_reader` for the API, which never sees sealed values. Granted again after a migration that makes a
 * table. The product never sends them: it runs with whatever rights its login has.
 */
export const grantStatements = (dialect: DialectName): readonly NamedStatement[] =>
  Object.entries(roles).flatMap(([role, { schemas, rights }]) => [
    { name: `grant/${role}/role`, text: `create role sillage_${role};` },
    ...schemas.flatMap((schema) =>
      texts[dialect](schema, rights, `sillage_${role}`).map((text, at) => ({
        name: `grant/${role}/${schema}${at === 0 ? "" : `/${at + 1}`}`,
        text,
      })),
    ),
  ]);

const roles = {
  writer: {
    schemas: ["sillage", "open", "sealed", "staging", "mart"],
    rights: "select, insert, update, delete",
  },
  reader: { schemas: ["sillage", "open", "mart"], rights: "select" },
} as const;

const texts: InDialects<(schema: string, rights: string, role: string) => readonly string[]> = {
  postgres: (schema, rights, role) => [
    `grant usage on schema "${schema}" to ${role};`,
    `grant ${schema === "staging" ? `${rights}, truncate` : rights} on all tables in schema "${schema}" to ${role};`,
  ],
  mssql: (schema, rights, role) => [`grant ${rights} on schema::[${schema}] to [${role}];`],
};
