import { tableOf } from "../../activities/tables.ts";
import { createSealer } from "../../pii/create-sealer.ts";
import { deployment } from "../deployment/index.ts";
import { grouped, median, secondsOf, type Measurement } from "../measurement.ts";
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
    await sealer.sealPage(table, records, new Map());
    const seconds: number[] = [];
    for (let round = 0; round < rounds[size]; round++)
      seconds.push(await secondsOf(() => sealer.sealPage(table, records, new Map())));
    const rate = (people * sealedColumns) / median(seconds);
    return [
      {
        id: "seal",
        what: `Sealing, ${grouped(people)} known people, five sealed columns a row (median of ${rounds[size]} pages)`,
        measured: `${grouped(rate)} seals/s, ${grouped(rate / sealedColumns)} rows/s`,
        goal: `at least ${grouped(least)} seals/s on one core`,
        met: rate >= least,
        values: { sealsPerSecond: rate },
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
