import { tableOf } from "../../activities/tables.ts";
import { createSealer } from "../../pii/create-sealer.ts";
import { bareSeals } from "../crypto/bare-seals.ts";
import { beside } from "../crypto/beside.ts";
import { deployment } from "../deployment/index.ts";
import { grouped, percent, type Measurement } from "../measurement.ts";
import { openTestKeys } from "../test-keys.ts";

const people = 2_000;
const rounds = { tiny: 2, small: 10, full: 40 };
const sealedColumns = 5;
const least = 60_000;

/** Seals a second through the real sealer, on its one thread: five sealed columns a row, people known and their keys held. */
export const seal: Measurement = {
  about: "seals a second on one core, through the sealer that extraction uses",
  async run({ size }) {
    const table = tableOf(deployment.graph, "people");
    const sealer = createSealer(await openTestKeys());
    const records = Array.from({ length: people }, (_, at) => person(at));
    const seals = people * sealedColumns;
    const { ours, bare, share } = await beside(
      { many: seals, rounds: rounds[size] },
      () => sealer.sealPage(table, records, new Map()),
      () => bareSeals(seals),
    );
    return [
      {
        id: "seal",
        what: `Sealing, ${grouped(people)} known people, five sealed columns a row (median of ${rounds[size]} pages)`,
        measured: `${grouped(ours)} seals/s, ${grouped(ours / sealedColumns)} rows/s; its AES-GCM alone, of node:crypto, ${grouped(bare)}/s: ${percent(share)}`,
        goal: `at least ${grouped(least)} seals/s on one core`,
        met: ours >= least,
        values: { sealsPerSecond: ours, barePerSecond: bare, share },
      },
    ];
  },
};

const person = (at: number) => ({
  id: at + 1,
  first_name: `Prénom${at}`,
  last_name: `Exemple-${at}`,
  email: `personne${at}@example.test`,
  phone: `+3319900${String(at).padStart(4, "0")}`,
  address: `${at} rue de l'Exemple`,
  updated_at: "2026-11-24T02:00:00.000Z",
});
