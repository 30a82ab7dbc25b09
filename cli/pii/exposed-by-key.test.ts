import { expect, test } from "vitest";
import { memoryIdentityStore } from "../../test/fakes/memory-identity-store.ts";
import { columnOf, tableOf } from "../../test/fakes/specs.ts";
import { exposedByKey, exposedCsv, exposedLines } from "./exposed-by-key.ts";

const began = "2026-11-01T00:00:00.000Z";
const store = memoryIdentityStore(() => new Date(began));
const clients = tableOf("clients", {
  columns: [columnOf("id", { key: 1 }), columnOf("email", { personal: { what: "email", action: "seal" } })],
});
const personOf = (at: number) => ({
  lookup: String(at).padStart(32, "0"),
  pid: `00000000-0000-4000-8000-${String(at).padStart(12, "0")}`,
  wrappedKey: Buffer.alloc(60),
  kid: Buffer.alloc(16),
  epoch: 1,
});
const people = 10_001;
const asked = (listed: boolean, epoch = 1) => exposedByKey(store, [clients, tableOf("sites")], { epoch, listed });

test("whom a key concerns is told after its epoch ended: who, from when until when, in which stores", async () => {
  await store.beginEpoch(1);
  await store.createSubjects(Array.from({ length: people }, (_, at) => personOf(at + 1)));
  await store.beginEpoch(2);
  const moved = Array.from({ length: people }, (_, at) => personOf(at + 1));
  await store.moveSubjects({ from: 1, to: 2 }, { at: "", people: moved });
  await store.endEpoch(1, "2026-12-05T00:00:00.000Z");
  expect(await store.countSubjects(1)).toBe(0);
  expect(exposedLines(await asked(false))).toEqual([
    "The key of epoch 1 (destroyed) wrapped the keys of 10001 people from 2026-11-01T00:00:00.000Z until 2026-12-05T00:00:00.000Z, from when on nobody can bring it back: 10001 live, 0 were erased since. --csv or --json lists who lives.",
    "clients: email in sealed.clients, v1/shop/clients/, v1/backfill/clients/, v1/inbox/clients/, v1/replay/clients/",
    "Rows in quarantine (sillage.quarantine) and backups of all of these hold such values too.",
  ]);
  expect(exposedLines(await asked(false, 2))[0]).toContain(
    "(active) wrapped the keys of 10001 people from 2026-11-01T00:00:00.000Z until now:",
  );
});

test("its people are listed whole, each once, or not at all", async () => {
  const lines = exposedCsv(await asked(true));
  expect(lines.slice(0, 2)).toEqual(["pid,since", `${personOf(1).pid},${began}`]);
  expect(new Set(lines).size).toBe(people + 1);
  expect((await asked(false)).people).toEqual([]);
});

test("an epoch that never was is refused", async () => {
  await expect(asked(false, 7)).rejects.toMatchObject({
    code: "pii.no-such-epoch",
    message:
      "The identity store knows no epoch 7. Epochs count from 1; `sillage pii rotate --epoch --dry-run` tells which is active.",
  });
});
