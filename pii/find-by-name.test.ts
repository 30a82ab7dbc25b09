import { beforeEach, expect, test } from "vitest";
import type { ApiRecord } from "../core/landed-row.ts";
import type { Statement } from "../core/ports/database.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import { isSealed } from "../core/spec/column.ts";
import { memoryIdentityStore } from "../test/fakes/memory-identity-store.ts";
import { peopleDeployment } from "../test/fakes/people-deployment.ts";
import { throwAwayKek } from "../test/fakes/throw-away-kek.ts";
import { createExportOpener } from "./create-export-opener.ts";
import { createSealer } from "./create-sealer.ts";
import { findByName } from "./find-by-name.ts";
import { createKeyring } from "./keyring.ts";

const tableOf = (key: string): TableSpec => {
  const asset = peopleDeployment.graph.asset(key);
  if (asset.kind !== "table") throw new Error(`${key} is no table`);
  return asset;
};
const people = tableOf("people");
const exemple = {
  id: 7,
  last_name: "d'Exemple-Éloïse",
  birth_date: "1984-07-31",
  points: 1,
  updated_at: "2026-11-01T00:00:00Z",
};

let land: (record: ApiRecord) => Promise<void>;
let deps: Parameters<typeof findByName>[0];
let opened: string[];
/** Pseudonyms, in the order of landing. */
let landed: string[];
beforeEach(async () => {
  const identity = memoryIdentityStore();
  const kek = await throwAwayKek();
  const made = { identity, kek, deployment: "test" };
  opened = [];
  landed = [];
  const statement = (_: TableSpec, pid: string): Statement => ({
    postgres: { text: pid, params: [] },
    mssql: { text: pid, params: [] },
  });
  const stored = new Map<string, Record<string, unknown>>();
  deps = {
    identity,
    keyring: createKeyring(identity, kek),
    tables: [people, tableOf("places")],
    opener: createExportOpener(made),
    database: { read: async ({ postgres: { text } }) => (opened.push(text), [stored.get(text) ?? {}] as never) },
    rowsOf: statement,
    sealedOf: statement,
    misfitsOf: (pid) => statement(people, pid),
    mergedOf: () => undefined,
  };
  const sealer = createSealer(made);
  land = async (record) => {
    const [row = {}] = (await sealer.sealPage(people, [record], new Map([["places", () => ({ code: null })]]))).rows;
    const sealed = people.columns
      .filter(isSealed)
      .map(({ name, physical }) => [
        physical,
        typeof row[name] === "string" ? Buffer.from(row[name], "base64url") : null,
      ]);
    landed.push(String(row["id"]));
    stored.set(String(row["id"]), { id: row["id"], ...Object.fromEntries(sealed) });
  };
  await land(exemple);
  await land({ ...exemple, id: 8, birth_date: "1990-01-01" });
  await land({ ...exemple, id: 9, last_name: "Autrement" });
});

test("somebody is found by surname and day of birth, however the surname is written", async () => {
  for (const written of ["d'Exemple-Éloïse 1984-07-31", " DEXEMPLE ELOISE, 1984-07-31 "])
    expect(await findByName(deps, written)).toHaveLength(1);
});

test("nobody is found by another day, and of nobody with another surname is a value opened", async () => {
  expect(await findByName(deps, "d'Exemple-Éloïse 1984-08-01")).toEqual([]);
  // Two people: their open row, their sealed one, and what quarantine has of them.
  expect(opened).toHaveLength(6);
});

test("of twins neither is found, since one's answer would be the other's", async () => {
  await land({ ...exemple, id: 10 });
  await expect(findByName(deps, "d'Exemple-Éloïse 1984-07-31")).rejects.toMatchObject({
    code: "dsr.namesakes",
    message:
      "2 people have this surname and this day of birth. They may be twins: find the person by --email, --phone or --source-id, which tell them apart.",
  });
});

test("records of one surname and day that the source merged are one person, and all of them found", async () => {
  await land({ ...exemple, id: 10 });
  const merged = { record: landed.at(-1), into: landed[0] };
  const mergedOf = (): Statement => ({
    postgres: { text: "merged", params: [] },
    mssql: { text: "merged", params: [] },
  });
  const read: typeof deps.database.read = async (asked) =>
    asked.postgres.text === "merged" ? [merged] : deps.database.read(asked);
  expect(await findByName({ ...deps, mergedOf, database: { read } }, "d'Exemple-Éloïse 1984-07-31")).toHaveLength(2);
});

test("an erased person is found no more", async () => {
  const [lookup = ""] = await findByName(deps, "d'Exemple-Éloïse 1984-07-31");
  await deps.identity.fileRequest("R", "2026-11-28T05:00:00.000Z", [lookup]);
  await deps.identity.blankRequest("R", "2026-11-28T05:00:00.000Z");
  expect(await findByName(deps, "d'Exemple-Éloïse 1984-07-31")).toEqual([]);
});

test.each(["d'Exemple-Éloïse", "1984-07-31", "李 1984-07-31", ""])("%j is no surname with a day", async (value) => {
  await expect(findByName(deps, value)).rejects.toMatchObject({
    code: "dsr.no-name",
    message:
      'What was given is no surname with a day of birth. Give both on one line, as in "Exemple 1984-07-31", or find the person by --email, --phone or --source-id.',
  });
});

test("where no table has a surname in buckets, it says what to declare", async () => {
  await expect(findByName({ ...deps, tables: [tableOf("places")] }, "Exemple 1984-07-31")).rejects.toMatchObject({
    code: "dsr.no-name-index",
    message:
      'No table about people has a surname in buckets and a day of birth. Declare the surname with `{ seal: true, index: "bucket" }` and read the table again, or find the person by --email, --phone or --source-id.',
  });
});
