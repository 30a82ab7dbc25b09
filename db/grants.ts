import type { DialectName, InDialects } from "../core/ports/database.ts";
import type { NamedStatement } from "./postgres/named-statements.ts";

/**
 * Rights of roles for an administrator who applies the migrations; those of `identity` and `alias`, and of `reveal` on it, in the identity
 * store's database. Granted again after a migration that makes a table. The product never sends them: it runs with
 * whatever rights its login has.
 */
export const grantStatements = (dialect: DialectName): readonly NamedStatement[] =>
  roles.flatMap(({ role, holds, includes = [], watches = false, sees }) => {
    const told = words[dialect];
    const name = `sillage_${role}`;
    return [
      { name: `grant/${role}/role`, text: `create role ${name};` },
      ...includes.map((other) => ({ name: `grant/${role}/${other}`, text: told.member(name, `sillage_${other}`) })),
      ...holds.flatMap((right) => numbered(`grant/${role}/${placeOf(right)}`, told.right(right, name))),
      ...(watches ? numbered(`grant/${role}/load`, told.watch(name)) : []),
      ...(sees === undefined ? [] : numbered(`grant/${role}/definitions`, told.see(sees, name))),
    ];
  });

/** What may be done with a schema's tables, or with one table, or with some of its columns. */
type Right = {
  readonly may: string;
  readonly schema: string;
  readonly table?: string;
  readonly columns?: readonly string[];
};

/** `includes`: roles whose rights it has as well. `watches`: it may read how busy the database is. `sees`: a schema of which it may know what is there, where it holds too little of it to be told. */
type Role = {
  readonly role: string;
  readonly holds: readonly Right[];
  readonly includes?: readonly string[];
  readonly watches?: boolean;
  readonly sees?: string;
};

const changes = "select, insert, update, delete";

const roles: readonly Role[] = [
  // What extracts, ingests and operates.
  {
    role: "writer",
    holds: ["sillage", "open", "sealed", "staging", "mart"].map((schema) => ({ may: changes, schema })),
    watches: true,
  },
  // Who reads what is open. Of the engine's tables, those that hold no value of a row and no key.
  {
    role: "reader",
    holds: [
      ...[
        "asset_state",
        "check_result",
        "erased_person",
        "erasure_entry",
        "evaluation",
        "incident",
        "load",
        "materialisation",
        "partition_state",
        "restricted_person",
        "run",
        "run_day",
        "run_step",
        "schema_migration",
      ].map((table) => ({
        may: "select",
        schema: "sillage",
        table,
      })),
      { may: "select", schema: "open" },
      { may: "select", schema: "mart" },
    ],
  },
  // The API, which also compares the hashes of its keys, and writes down what it answers about single people.
  {
    role: "api",
    includes: ["reader"],
    holds: [
      {
        may: "select",
        schema: "sillage",
        table: "api_key",
        columns: ["id", "sha256", "scopes", "cidrs", "consumer", "expires_at"],
      },
      // A row is written once by its id.
      { may: "select", schema: "sillage", table: "audit", columns: ["id"] },
      { may: "insert", schema: "sillage", table: "audit" },
    ],
  },
  // The API again, where operators see and order through it.
  {
    role: "operator",
    includes: ["api"],
    holds: [
      { may: "select, insert", schema: "sillage", table: "audit" },
      { may: "select, update", schema: "sillage", table: "throttle" },
      { may: "select, insert, update", schema: "sillage", table: "source_rate" },
      // Those that were cut off are written down as such by whoever looks.
      { may: "select, update", schema: "sillage", table: "backfill" },
      { may: "select, update", schema: "sillage", table: "run" },
      { may: "select, insert", schema: "sillage", table: "run_step" },
      // What was landed in loads on their way, and what rows in quarantine broke: never the rows.
      { may: "select", schema: "sillage", table: "load_part" },
      {
        may: "select",
        schema: "sillage",
        table: "quarantine",
        columns: ["load_id", "part", "line", "table_key", "column_name", "rule", "replayed_load"],
      },
    ],
  },
  // What seals: extraction.
  { role: "identity", holds: [{ may: "select, insert, update", schema: "identity" }] },
  // What rotates keys and erases.
  { role: "pii", holds: [{ may: changes, schema: "identity" }] },
  // What reveals: it reads what is sealed and the keys, adds to the audit of reveals, and lets its oldest lines go.
  {
    role: "reveal",
    holds: [
      { may: "select", schema: "open" },
      { may: "select", schema: "sealed" },
      { may: "select", schema: "identity" },
      { may: "insert", schema: "identity", table: "keyring" },
      { may: "insert, delete", schema: "identity", table: "reveal" },
      { may: "insert", schema: "identity", table: "decoy" },
    ],
  },
  // The API again, for the key of its aliases. Its process looks whether the store is there before it makes one.
  { role: "alias", sees: "identity", holds: [{ may: "select, insert", schema: "identity", table: "keyring" }] },
];

type Words = {
  readonly right: (right: Right, role: string) => readonly string[];
  readonly member: (role: string, of: string) => string;
  readonly watch: (role: string) => readonly string[];
  readonly see: (schema: string, role: string) => readonly string[];
};

const words: InDialects<Words> = {
  postgres: {
    right: ({ may, schema, table, columns }, role) => {
      const all = schema === "staging" ? `${may}, truncate` : may;
      const some = columns === undefined ? all : `${all} (${columns.join(", ")})`;
      const on = table === undefined ? `all tables in schema "${schema}"` : `"${schema}".${table}`;
      return [`grant usage on schema "${schema}" to ${role};`, `grant ${some} on ${on} to ${role};`];
    },
    member: (role, of) => `grant ${of} to ${role};`,
    watch: () => [],
    // Everybody may know what is there.
    see: () => [],
  },
  mssql: {
    right: ({ may, schema, table, columns }, role) => {
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
