import { beforeEach, expect, test } from "vitest";
import { SillageError } from "../core/errors.ts";
import type { Statement } from "../core/ports/database.ts";
import type { Opener } from "../core/ports/sealer.ts";
import { sampleTable } from "../test/contracts/sample-orders.ts";
import { memoryIdentityStore } from "../test/fakes/memory-identity-store.ts";
import { throwAwayKek } from "../test/fakes/throw-away-kek.ts";
import { createExportOpener } from "./create-export-opener.ts";
import { createSealer } from "./create-sealer.ts";
import { findTrial } from "./trial.ts";

const people = sampleTable("people");
const told = {
  id: 7,
  last_name: "Exemple",
  email: "exemple@example.test",
  points: 1,
  updated_at: "2026-11-01T00:00:00Z",
};

let opener: Opener;
let stored: Readonly<Record<string, unknown>>;
beforeEach(async () => {
  const identity = memoryIdentityStore();
  const kek = await throwAwayKek();
  const made = { identity, kek, deployment: "test" };
  opener = createExportOpener(made);
  const { rows } = await createSealer(made).sealPage(people, [told], new Map([["places", () => ({ code: null })]]));
  const bytes = (name: string) => Buffer.from(String(rows[0]?.[name]), "base64url");
  stored = { id: rows[0]?.["id"], last_name: bytes("lastName"), email: bytes("email"), birth_date: null };
});

const statement: Statement = { postgres: { text: "", params: [] }, mssql: { text: "", params: [] } };
const found = (rows: readonly Readonly<Record<string, unknown>>[], by = opener) =>
  findTrial(
    { database: { read: async () => rows }, opener: by, tables: [people], sealedOf: () => statement },
    String(stored["id"]),
  );

test("what is kept to be tried is a stored value that opens now, with the keys that it opens by", async () => {
  const trial = await found([stored]);
  expect(trial).toMatchObject({ table: "people", column: "lastName" });
  expect(await opener.openValue(people, trial?.row ?? {}, "lastName")).toBe("Exemple");
});

test("a value that does not open is passed over; of nothing but such, nothing is kept", async () => {
  const moved = { ...stored, last_name: stored["email"] };
  expect(await found([moved])).toMatchObject({ column: "email" });
  expect(await found([{ ...moved, email: null }])).toBeUndefined();
  expect(await found([])).toBeUndefined();
});

test("a vault that is away is told: what opens is not known then", async () => {
  const away = new SillageError({ code: "kek.away", message: "Away.", fix: "Wait.", retryable: true });
  await expect(found([stored], { ...opener, openValue: () => Promise.reject(away) })).rejects.toBe(away);
});
