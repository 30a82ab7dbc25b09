import type { ApiRecord } from "../../core/landed-row.ts";
import type { Database } from "../../core/ports/database.ts";
import type { Sealer } from "../../core/ports/sealer.ts";
import { isSealed } from "../../core/spec/column.ts";
import { peopleDeployment } from "../fakes/people-deployment.ts";

/** Made-up people on reserved domains and streets of nowhere. */
const records = (count: number): readonly ApiRecord[] =>
  Array.from({ length: count }, (_, at) => ({
    id: at + 1,
    last_name: `Exemple-${at + 1}`,
    email: at === 1 ? null : `exemple${at + 1}@example.test`,
    birth_date: "1984-07-31",
    address: { street: `${at + 1} rue de Nulle-Part`, city: "Nulle-Part" },
    points: 1,
    updated_at: "2026-11-24T02:00:00Z",
  }));

const orders = [
  { id: 11, person_id: 1, comment: "exemple de commentaire", total: "1.00" },
  { id: 12, person_id: 1, comment: null, total: "2.00" },
].map((order) => ({ ...order, ordered_at: "2026-11-24T02:00:00Z", updated_at: "2026-11-24T02:00:00Z" }));

/** Seal three people and two orders and store them as a load would; the people's pseudonyms, in order. */
export async function storePeople(
  database: Pick<Database, "query">,
  sealer: Pick<Sealer, "sealPage">,
): Promise<readonly string[]> {
  const lookups = new Map([["places", () => ({ code: null })]]);
  const pids: string[] = [];
  for (const [key, given] of [
    ["people", records(3)],
    ["orders", orders],
  ] as const) {
    const table = peopleDeployment.graph.spec.tables.find((spec) => spec.key === key);
    if (table === undefined) throw new Error(`${key} is not declared`);
    for (const row of (await sealer.sealPage(table, given, lookups)).rows) {
      if (key === "people") pids.push(String(row["id"]));
      const open = table.columns.filter((column) => column.personal === undefined);
      const sealed = table.columns.filter((column) => column.key > 0 || isSealed(column));
      const own = { _hash: "h", _ordered_at: "2026-11-24T02:00:00Z", _load: "01J", _part: 1, _line: 1 };
      const values = (columns: typeof open) => columns.map(({ name, physical }) => [physical, row[name] ?? null]);
      const insert = (schema: string, of: object) =>
        database.query(
          `insert into "${schema}"."${key}" select * from jsonb_populate_recordset(null::"${schema}"."${key}", $1::text::jsonb)`,
          [JSON.stringify([of])],
        );
      await insert("open", { ...Object.fromEntries(values(open)), ...own });
      const bytes = sealed.map(({ name, physical, key: at }) => {
        const value = row[name];
        return [physical, at > 0 || value == null ? (value ?? null) : `\\x${hex(String(value))}`];
      });
      await insert("sealed", Object.fromEntries(bytes));
    }
  }
  return pids;
}

const hex = (sealed: string): string => Buffer.from(sealed, "base64url").toString("hex");
