import type { ApiRecord, LandedRow } from "../../core/landed-row.ts";
import type { IdentityStore } from "../../core/ports/identity-store.ts";
import type { PersonRotation } from "../../core/ports/person-rotation.ts";
import type { ResealPort } from "../../core/ports/reseal.ts";
import { isSealed } from "../../core/spec/column.ts";
import { createOpener } from "../../pii/create-opener.ts";
import { createSealer } from "../../pii/create-sealer.ts";
import { findPeople } from "../../pii/find-people.ts";
import { createKeyring } from "../../pii/keyring.ts";
import { createPersonRotation } from "../../pii/person-rotation.ts";
import { sealedKid } from "../../pii/sealed-value.ts";
import { sampleTable } from "../contracts/sample-orders.ts";
import { memoryIdentityStore } from "../fakes/memory-identity-store.ts";
import { sealedRows } from "../fakes/sealed-rows.ts";
import { throwAwayKek } from "../fakes/throw-away-kek.ts";

const [people, orders] = [sampleTable("people"), sampleTable("orders")];
const places = new Map([["places", () => ({ code: null })]]);

/** A record of a made-up person. */
export const personRecord = (id: number, over: ApiRecord = {}): ApiRecord => ({
  id,
  last_name: `Exemple ${id}`,
  email: `personne${id}@example.test`,
  points: 1,
  updated_at: "2026-11-20T02:00:00Z",
  ...over,
});
const orderRecord = (id: number, person: number): ApiRecord => ({
  id,
  person_id: person,
  comment: `de ${person}`,
  total: "1.00",
  ordered_at: "2026-11-20T02:00:00Z",
  updated_at: "2026-11-20T02:00:00Z",
});

const said = (text: string) => ({ postgres: { text, params: [] }, mssql: { text, params: [] } });

/** People sealed and stored in memory, whose keys may be rotated; `now` is the store's clock, in milliseconds. */
export async function rotatedPeople(now: () => number, request: string) {
  const identity = memoryIdentityStore(() => new Date(now()));
  const kek = await throwAwayKek();
  const sealer = createSealer({ identity, kek, deployment: "test" });
  const opener = createOpener({ identity, kek, deployment: "test" });
  const stored = sealedRows();
  const rotationOn = (store: IdentityStore, port: ResealPort = stored): PersonRotation =>
    createPersonRotation({
      identity: store,
      kek,
      database: { ...stored, ...port },
      tables: [people, orders, sampleTable("places")],
      deployment: "test",
      sealedOf: (table, pid) => (table.key === "places" ? undefined : said(`${table.key} ${pid}`)),
      misfitsOf: (pid) => said(`misfits ${pid}`),
    });
  const seal = async (table: typeof people, one: ApiRecord): Promise<LandedRow> =>
    (await sealer.sealPage(table, [one], places)).rows[0] ?? {};
  /** Put a landed row into its table, or a record that does not fit into quarantine. */
  const merge = (table: typeof people, row: LandedRow): void => {
    const pid = String(row["_p"]);
    if ("_misfit" in row) return void stored.misfits.push({ pid, table_key: table.key, sealed: String(row["_u"]) });
    const known = stored.rows.find(({ table: key, key: id }) => key === table.key && id === row["id"]);
    if (known !== undefined) stored.rows.splice(stored.rows.indexOf(known), 1);
    stored.rows.push({ pid, table: table.key, key: row["id"], cells: cellsOf(table, row) });
  };
  const land = async (table: typeof people, one: ApiRecord): Promise<LandedRow> => {
    const row = await seal(table, one);
    merge(table, row);
    return row;
  };
  const asked = async (id: number, filed = request): Promise<void> => {
    const by = { identity, keyring: createKeyring(identity, kek), tables: [people] };
    await identity.fileRequest(filed, "2026-11-28T05:00:00.000Z", await findPeople(by, "source-id", String(id)));
  };
  /** Two people with a fact each; the first has a record that does not fit, too, and is asked about. */
  const twoPeople = async (): Promise<void> => {
    for (const id of [1, 2]) {
      await land(people, personRecord(id));
      await land(orders, orderRecord(90 + id, id));
    }
    await land(people, personRecord(1, { points: "many", updated_at: "2026-11-21T02:00:00Z" }));
    await asked(1);
  };
  /** Another key, by an order of now. */
  const renew = async (steps: PersonRotation): Promise<number> => {
    const { renewed } = await steps.plan(request);
    return steps.renew(request, renewed);
  };
  /** What every stored value of everybody says, opened. */
  const told = async (): Promise<readonly (string | null)[]> => {
    const values: (string | null)[] = [];
    for (const { pid, table, key, cells } of stored.rows)
      for (const [name, cell] of namedCells(sampleTable(table), cells))
        values.push(
          await opener.openValue(sampleTable(table), { id: String(key), _p: pid, [name]: textOf(cell) }, name),
        );
    for (const { pid, table_key: table, sealed } of stored.misfits)
      values.push(JSON.stringify(await opener.openRecord(sampleTable(table), { _u: sealed, _p: pid })));
    return values;
  };
  /** The ids of the keys that what is stored is sealed under. */
  const kids = (): ReadonlySet<string> =>
    new Set([
      ...stored.rows.flatMap(({ cells }) => [...cells.values()].map(kidOf)),
      ...stored.misfits.map(({ sealed }) => kidOf(Buffer.from(sealed, "base64url"))),
    ]);
  return { identity, kek, sealer, opener, stored, rotationOn, seal, merge, land, asked, twoPeople, renew, told, kids };
}

const textOf = (cell: Buffer): string => cell.toString("base64url");
const kidOf = (cell: Buffer): string => Buffer.from(sealedKid(cell)).toString("hex");

const cellsOf = (table: typeof people, row: LandedRow): Map<string, Buffer> =>
  new Map(
    table.columns.filter(isSealed).flatMap(({ name, physical }) => {
      const value = row[name];
      return typeof value === "string" ? [[physical, Buffer.from(value, "base64url")] as const] : [];
    }),
  );

const namedCells = (table: typeof people, cells: ReadonlyMap<string, Buffer>): readonly (readonly [string, Buffer])[] =>
  table.columns.filter(isSealed).flatMap(({ name, physical }) => {
    const cell = cells.get(physical);
    return cell === undefined ? [] : [[name, cell] as const];
  });
