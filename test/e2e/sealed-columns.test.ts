import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deployment } from "../../assets/index.ts";
import { parseConfig, processEnvironment } from "../../config.ts";
import { pick } from "../../core/cast/pick.ts";
import type { ApiRecord } from "../../core/landed-row.ts";
import { isSealed } from "../../core/spec/column.ts";
import { openKeys } from "../../worker/keys.ts";
import { beginning } from "../harness/begun-demo.ts";
import { copyMadeOnce } from "../harness/copy-made-once.ts";
import { testDemo } from "../harness/demo.ts";

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

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "sillage-e2e-"));
  dataDir = join(home, "data");
  await copyMadeOnce(beginning, dataDir);
  const night = await testDemo({ dataDir });
  try {
    // Nobody of the simulator's has a second line of address.
    const { world } = night.demo.ponton;
    const [client] = world.shelf("clients").sorted();
    const address = { line1: "1 rue de l'Exemple", line2: "Bâtiment Exemple", postal_code: "59000", city: "Lille" };
    world.change("clients", { id: String(client?.["id"]) }, world.clock, { address });
    await night.advance(24);
    await night.run("nightly");
    const cells = sealed.map(({ name, physical }) => `encode(${physical}, 'base64') as "${name}"`).join(", ");
    stored = await night.demo.control<readonly Stored[]>("query", `select id, ${cells} from "sealed".clients`);
    ledger = JSON.parse(JSON.stringify(world.shelf("clients").sorted()));
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
