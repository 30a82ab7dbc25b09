/** In which database rights are given: that of the tables, or that of the identity store, which may be the same one. */
export type GrantPlace = "database" | "identity";

/** What may be done with a schema's tables, or with one table, or with some of its columns. */
export type Right = {
  readonly may: string;
  readonly schema: string;
  readonly table?: string;
  readonly columns?: readonly string[];
};

/** `includes`: roles whose rights it has as well. `watches`: it may read how busy the database is. `sees`: a schema of which it may know what is there, where it holds too little of it to be told. */
export type GrantedRole = {
  readonly role: string;
  readonly holds: readonly Right[];
  readonly includes?: readonly string[];
  readonly watches?: boolean;
  readonly sees?: string;
};

const changes = "select, insert, update, delete";
const reads = (table: string): Right => ({ may: "select", schema: "sillage", table });

/** Roles of the product, and what each holds in a database. A role that stands in both is one for a process that uses both. */
export const grantedRoles: Readonly<Record<GrantPlace, readonly GrantedRole[]>> = {
  database: [
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
        ].map(reads),
        { may: "select", schema: "open" },
        { may: "select", schema: "mart" },
      ],
    },
    // The API, which also compares the hashes of its keys, holds the ledger of erasures against its last entry, and writes down what it answers about single people.
    {
      role: "api",
      includes: ["reader"],
      holds: [
        { ...reads("api_key"), columns: ["id", "sha256", "scopes", "cidrs", "consumer", "expires_at"] },
        reads("erasure_entry"),
        // A row is written once by its id.
        { ...reads("audit"), columns: ["id"] },
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
        reads("load_part"),
        {
          ...reads("quarantine"),
          columns: ["load_id", "part", "line", "table_key", "column_name", "rule", "replayed_load"],
        },
      ],
    },
    // The API again, where it reveals.
    { role: "reveal", includes: ["api"], holds: [{ may: "select", schema: "sealed" }] },
  ],
  identity: [
    // What seals: extraction.
    { role: "identity", holds: [{ may: "select, insert, update", schema: "identity" }] },
    // What rotates keys and erases.
    { role: "pii", holds: [{ may: changes, schema: "identity" }] },
    // What reveals: it reads the keys, adds to the audit of reveals, and lets its oldest lines go.
    {
      role: "reveal",
      holds: [
        { may: "select", schema: "identity" },
        { may: "insert", schema: "identity", table: "keyring" },
        { may: "insert, delete", schema: "identity", table: "reveal" },
        { may: "insert", schema: "identity", table: "decoy" },
      ],
    },
    // The API again, for the key of its aliases. Its process looks whether the store is there before it makes one.
    { role: "alias", sees: "identity", holds: [{ may: "select, insert", schema: "identity", table: "keyring" }] },
  ],
};
