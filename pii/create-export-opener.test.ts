import { beforeEach, expect, test } from "vitest";
import type { Statement } from "../core/ports/database.ts";
import type { Opener } from "../core/ports/sealer.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import { memoryIdentityStore } from "../test/fakes/memory-identity-store.ts";
import { peopleDeployment } from "../test/fakes/people-deployment.ts";
import { throwAwayKek } from "../test/fakes/throw-away-kek.ts";
import { createExportOpener } from "./create-export-opener.ts";
import { createOpener } from "./create-opener.ts";
import { createSealer } from "./create-sealer.ts";
import { exportPerson } from "./export-person.ts";
import { findPeople } from "./find-people.ts";
import type { Kek } from "./kek.ts";
import { createKeyring } from "./keyring.ts";

const people = ((): TableSpec => {
  const asset = peopleDeployment.graph.asset("people");
  if (asset.kind !== "table") throw new Error("people is no table");
  return asset;
})();
const at = "2026-11-28T05:00:00.000Z";
const email = "exemple@example.test";
const told = { id: 7, last_name: "Exemple", email, points: 1, updated_at: "2026-11-01T00:00:00Z" };

const statement = (text: string): Statement => ({
  postgres: { text, params: [] },
  mssql: { text, params: [] },
});

let kek: Kek;
let identity: ReturnType<typeof memoryIdentityStore>;
let openers: { readonly reveals: Opener; readonly exports: Opener };
let row: Readonly<Record<string, unknown>>;
beforeEach(async () => {
  identity = memoryIdentityStore();
  kek = await throwAwayKek();
  const made = { identity, kek, deployment: "test" };
  openers = { reveals: createOpener(made), exports: createExportOpener(made) };
  row =
    (await createSealer(made).sealPage(people, [told], new Map([["places", () => ({ code: null })]]))).rows[0] ?? {};
  const by = { identity, keyring: createKeyring(identity, kek), tables: [people] };
  await identity.fileRequest("R", at, await findPeople(by, "email", email));
  await identity.restrictRequest("R", at);
});

const landed = () => ({ _p: String(row["id"]), id: String(row["id"]), email: String(row["email"]) });

test("a restricted person's values open for the person themselves, and for nobody else", async () => {
  await expect(openers.reveals.openValue(people, landed(), "email")).rejects.toMatchObject({
    code: "pii.restricted",
    message:
      "The person of this value asked that their data be restricted. It opens again once `sillage dsr restrict <request> --lift` was called.",
  });
  expect(await openers.exports.openValue(people, landed(), "email")).toBe(email);
});

test("an erased person's values open for nobody", async () => {
  await identity.blankRequest("R", at);
  await expect(openers.exports.openValue(people, landed(), "email")).rejects.toMatchObject({ code: "pii.erased" });
});

test("an export of a restricted person tells sealed values, and counts as missing what left the open zone", async () => {
  const pid = String(row["id"]);
  const sealed = people.columns.find(({ name }) => name === "email")?.physical ?? "";
  const twin = { id: pid, [sealed]: Buffer.from(String(row["email"]), "base64url") };
  const [open, values] = [statement("open"), statement("sealed")];
  const [exported] = await exportPerson(
    {
      opener: openers.exports,
      tables: [people],
      rowsOf: () => open,
      sealedOf: () => values,
      misfitsOf: () => statement("misfits"),
      database: { read: async (asked) => (asked === values ? [twin] : []) },
    },
    pid,
  );
  expect(exported?.rows).toMatchObject([{ id: pid, email }]);
  expect(exported?.rows[0]).not.toHaveProperty("points");
  expect(exported?.missing).toBeGreaterThan(0);
});

test("an export has the records that did not fit, whole; one that another key sealed is counted as missing", async () => {
  const sealer = createSealer({ identity, kek, deployment: "test" });
  const places = new Map([["places", () => ({ code: null })]]);
  const [misfit] = (await sealer.sealPage(people, [{ ...told, points: "many" }], places)).rows;
  const sealed = [misfit?.["_u"], row["email"]];
  const [asked, nothing] = [statement("misfits"), statement("nothing")];
  const [exported] = await exportPerson(
    {
      opener: openers.exports,
      tables: [people],
      rowsOf: () => nothing,
      sealedOf: () => nothing,
      misfitsOf: () => asked,
      database: {
        read: async (text) => (text === asked ? sealed.map((value) => ({ table_key: "people", sealed: value })) : []),
      },
    },
    String(row["id"]),
  );
  expect(exported).toMatchObject({ rows: [], quarantined: [{ points: "many", email }], missing: 1 });
});
