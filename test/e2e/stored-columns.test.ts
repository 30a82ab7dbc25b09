import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readWhole } from "../../activities/read-whole.ts";
import { deployment } from "../../assets/index.ts";
import { parseConfig, processEnvironment } from "../../config.ts";
import { pick } from "../../core/cast/pick.ts";
import type { ApiRecord } from "../../core/landed-row.ts";
import type { Manifest } from "../../core/manifest.ts";
import { isOpen, isSealed } from "../../core/spec/column.ts";
import { tableNames, type Row, type TableName } from "../../dev/ponton/row.ts";
import { stamp } from "../../dev/ponton/stamp.ts";
import { openKeys } from "../../worker/keys.ts";
import { beginning } from "../harness/begun-demo.ts";
import { bucketOf } from "../harness/bucket-of.ts";
import { copyMadeOnce } from "../harness/copy-made-once.ts";
import { testDemo, type TestDemo } from "../harness/demo.ts";
import { storedRow, storedSql, toldRow, vendorFields, type ToldRow } from "../harness/vendor-fields.ts";

/** Where the vendor tells what each sealed column holds. */
const told: Readonly<Record<string, string>> = {
  firstName: "first_name",
  lastName: "last_name",
  email: "email",
  phone: "phone",
  birthDate: "birth_date",
  addressLine1: "address.line1",
  addressLine2: "address.line2",
};

const clients = deployment.graph.spec.tables.find(({ key }) => key === "clients");
if (clients === undefined) throw new Error("clients are not declared");
const sealed = clients.columns.filter(isSealed);

type Stored = Readonly<Record<string, string | null>>;
let home: string;
let dataDir: string;
let ledger: readonly ApiRecord[];
let stored: readonly Stored[];
/** Of each table: the vendor's rows as it tells them, and those of the database. */
const tables = new Map<string, { readonly vendor: readonly ApiRecord[]; readonly ours: readonly ToldRow[] }>();
let initial: readonly Manifest[];

const at = "2026-08-15T02:00:00.000+00:00";

/** Let one row of each table have what no other of so small a vendor has. */
function fillColumns({ demo }: TestDemo): void {
  const { world } = demo.ponton;
  const pass = world.shelf("passes").sorted()[0]?.["id"] ?? null;
  const seldom: Readonly<Partial<Record<TableName, Row>>> = {
    products: { valid_to: "2026-12-31" },
    clients: {
      anonymised_at: at,
      address: { line1: "1 rue de l'Exemple", line2: "Bâtiment Exemple", postal_code: "59000", city: "Lille" },
    },
    passes: { renewed_from_id: pass, version: world.nextVersion() },
    visits: { pass_id: pass, left_at: at },
  };
  for (const table of tableNames) {
    // The API tells no change of a visit, and none that was taken back.
    const gone = table === "visits" ? {} : { updated_at: stamp(world.clock), deleted_at: at };
    world.put(table, { ...world.shelf(table).sorted().at(-1), ...gone, ...seldom[table] });
  }
}

const ledgerOf = ({ demo }: TestDemo, table: TableName): readonly ApiRecord[] =>
  JSON.parse(JSON.stringify(demo.ponton.world.shelf(table).sorted()));

async function manifestsOf(night: TestDemo): Promise<readonly Manifest[]> {
  const objects = bucketOf(night);
  const keys = (await Array.fromAsync(objects.list("v1/"))).map(({ key }) => key);
  const manifests = keys.filter((key) => key.endsWith("_manifest.json"));
  return Promise.all(
    manifests.map(async (key): Promise<Manifest> =>
      JSON.parse(new TextDecoder().decode(await readWhole(objects, key))),
    ),
  );
}

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "sillage-e2e-"));
  dataDir = join(home, "data");
  await copyMadeOnce(beginning, dataDir);
  const night = await testDemo({ dataDir });
  try {
    initial = await manifestsOf(night);
    fillColumns(night);
    await night.advance(24);
    await night.run("nightly");
    const query = <One>(sql: string) => night.demo.control<readonly One[]>("query", sql);
    const cells = sealed.map(({ name, physical }) => `encode(${physical}, 'base64') as "${name}"`).join(", ");
    stored = await query(`select id, ${cells} from "sealed".clients`);
    for (const table of tableNames)
      tables.set(table, { vendor: ledgerOf(night, table), ours: await query(storedSql(table)) });
    ledger = tables.get("clients")?.vendor ?? [];
  } finally {
    await night.stop();
  }
});
afterAll(() => rm(home, { recursive: true, force: true }));

test("every sealed column of clients opens, with the keys of the data directory, to what the vendor's ledger says", async () => {
  expect(sealed.map(({ name }) => name).toSorted()).toEqual(Object.keys(told).toSorted());
  const keys = await openKeys(parseConfig(processEnvironment()), dataDir, { report: () => undefined });
  try {
    const places = new Map([["communes", () => ({})]]);
    const { rows } = await keys.sealer.sealPage(clients, ledger, places);
    const expected = new Map(rows.map((row, at) => [String(row["id"]), ledger[at] ?? {}]));
    expect(new Set(stored.map((row) => row["id"]))).toEqual(new Set(expected.keys()));
    const filled = sealed.filter(({ name }) => stored.some((row) => row[name] !== null));
    expect(filled).toEqual(sealed);
    for (const row of stored) {
      const record = expected.get(row["id"] ?? "") ?? {};
      const opened = sealed.map(async ({ name }) => [name, await keys.opener.openValue(clients, landed(row), name)]);
      const vendor = sealed.map(({ name }) => [name, pick(record, told[name] ?? "") ?? null]);
      expect(await Promise.all(opened)).toEqual(vendor);
    }
  } finally {
    await keys.close();
  }
});

/** A stored row as it was landed: sealed values in base64url, under the pseudonym that is its key. */
const landed = (row: Stored) => ({
  ...Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      value === null || name === "id" ? value : Buffer.from(value, "base64").toString("base64url"),
    ]),
  ),
  _p: row["id"] ?? null,
});

/** The pseudonym of each client in the facts about them, by the vendor's id: one, and nobody else's. */
function pseudonyms(): ReadonlyMap<string, string> {
  const known = new Map<string, string>();
  for (const table of ["bookings", "orders", "passes", "visits"] as const) {
    const { vendor, ours } = of(table);
    const clientOf = new Map(vendor.map((row) => [String(row["id"]), row["client_id"]]));
    for (const row of ours) {
      const client = clientOf.get(row["id"] ?? "") ?? null;
      expect([table, row["client_id"] === null]).toEqual([table, client === null]);
      if (client === null || row["client_id"] === null) continue;
      const pid = String(row["client_id"]);
      expect(known.get(String(client)) ?? pid).toBe(pid);
      known.set(String(client), pid);
    }
  }
  expect(new Set(known.values()).size).toBe(known.size);
  return known;
}

const of = (table: TableName) => tables.get(table) ?? { vendor: [], ours: [] };

/** Rows with people by the name that `named` has for them, in an order of their own. */
function inOrder(table: TableName, rows: readonly ToldRow[], named: ReadonlyMap<string, string>): readonly string[] {
  const people = vendorFields(table).filter(({ way }) => way === "person");
  const told = rows.map((row) => {
    const names = people.map(({ column }) => [column, row[column] && (named.get(row[column]) ?? "in no fact")]);
    return JSON.stringify({ ...row, ...Object.fromEntries(names) });
  });
  return told.toSorted();
}

test.each(tableNames)("every open column of %s holds what the vendor tells in its field", (table) => {
  const { vendor, ours } = of(table);
  const known = pseudonyms();
  const expected = vendor.map((record) => toldRow(table, record));
  const found = ours.map((row) => storedRow(table, row));
  const pidOf = new Map([...known].map(([client, pid]) => [pid, client]));
  const itself = new Map([...known.keys()].map((client) => [client, client]));
  expect(inOrder(table, found, pidOf)).toEqual(inOrder(table, expected, itself));
  const empty = vendorFields(table).filter(({ column }) => found.every((row) => row[column] === null));
  expect(empty).toEqual([]);
});

test("every open column of every table is told by the vendor, but for those that are derived from what is sealed", () => {
  const derived = ["birth_year", "commune_code", "commune_match"];
  for (const { key, columns } of deployment.graph.spec.tables.filter(({ source }) => source === "ponton")) {
    const told = [...vendorFields(key).map(({ column }) => column), ...(key === "clients" ? derived : [])];
    expect([
      key,
      ...columns
        .filter(isOpen)
        .map(({ physical }) => physical)
        .toSorted(),
    ]).toEqual([key, ...told.toSorted()]);
  }
});

test("the initial extraction met no field that nobody declared", () => {
  expect(new Set(initial.map(({ table }) => table))).toEqual(
    new Set(deployment.graph.spec.tables.map(({ key }) => key)),
  );
  expect(initial.filter(({ unknownFields }) => unknownFields.length > 0)).toEqual([]);
});
