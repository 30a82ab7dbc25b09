import type { DialectName, InDialects } from "../core/ports/database.ts";
import { grantedRoles, type GrantPlace, type Right } from "./granted-roles.ts";
import type { NamedStatement } from "./postgres/named-statements.ts";

/**
 * The roles of a database where they are missing, and their rights: sent by `sillage migrate --grants`, or by an
 * administrator. Each may be sent again; on PostgreSQL later tables of a schema are covered where the same login makes them.
 */
export const grantStatements = (dialect: DialectName, place: GrantPlace): readonly NamedStatement[] =>
  grantedRoles[place].flatMap(({ role, holds, includes = [], watches = false, sees }) => {
    const told = words[dialect];
    const [name, at] = [`sillage_${role}`, `grant/${place}/${role}`];
    return [
      { name: `${at}/role`, text: told.role(name) },
      ...includes.map((other) => ({ name: `${at}/${other}`, text: told.member(name, `sillage_${other}`) })),
      ...holds.flatMap((right) => numbered(`${at}/${placeOf(right)}`, told.right(right, name))),
      ...(watches ? numbered(`${at}/load`, told.watch(name)) : []),
      ...(sees === undefined ? [] : numbered(`${at}/definitions`, told.see(sees, name))),
    ];
  });

type Words = {
  readonly role: (role: string) => string;
  readonly right: (right: Right, role: string) => readonly string[];
  readonly member: (role: string, of: string) => string;
  readonly watch: (role: string) => readonly string[];
  readonly see: (schema: string, role: string) => readonly string[];
};

const words: InDialects<Words> = {
  postgres: {
    role: (role) => `do $$ begin
  if to_regrole('${role}') is null then create role ${role}; end if;
end $$;`,
    right({ may, schema, table, columns }, role) {
      const all = schema === "staging" ? `${may}, truncate` : may;
      const some = columns === undefined ? all : `${all} (${columns.join(", ")})`;
      const on = table === undefined ? `all tables in schema "${schema}"` : `"${schema}".${table}`;
      return [
        `grant usage on schema "${schema}" to ${role};`,
        `grant ${some} on ${on} to ${role};`,
        ...(table === undefined
          ? [`alter default privileges in schema "${schema}" grant ${all} on tables to ${role};`]
          : []),
      ];
    },
    // Whoever may make no role may not make one a member either, and needs to only once.
    member: (role, of) => `do $$ begin
  if not pg_has_role('${role}', '${of}', 'member') then grant ${of} to ${role}; end if;
end $$;`,
    watch: () => [],
    // Everybody may know what is there.
    see: () => [],
  },
  mssql: {
    role: (role) => `if database_principal_id(N'${role}') is null create role [${role}];`,
    // What is of a schema covers its later tables.
    right({ may, schema, table, columns }, role) {
      const some = columns === undefined ? may : `${may} (${columns.map((column) => `[${column}]`).join(", ")})`;
      const on = table === undefined ? `schema::[${schema}]` : `object::[${schema}].[${table}]`;
      return [`grant ${some} on ${on} to [${role}];`];
    },
    member: (role, of) => `alter role [${of}] add member [${role}];`,
    watch: (role) => [`grant view database state to [${role}];`],
    see: (schema, role) => [`grant view definition on schema::[${schema}] to [${role}];`],
  },
};

const placeOf = ({ schema, table, columns }: Right): string =>
  [schema, table, columns && "columns"].filter((part) => part !== undefined).join("/");

const numbered = (name: string, texts: readonly string[]): readonly NamedStatement[] =>
  texts.map((text, at) => ({ name: at === 0 ? name : `${name}/${at + 1}`, text }));
