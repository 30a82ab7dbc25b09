import { createSecretKey, randomBytes } from "node:crypto";
import { tableOf } from "../../activities/tables.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import { blindIndex, type Normaliser } from "../../pii/blind-index.ts";
import { createSealer } from "../../pii/create-sealer.ts";
import { contextPrefix, contextSuffix, openBytes, sealBytes, sealingKey } from "../../pii/sealed-value.ts";
import { bareClients } from "../crypto/bare-clients.ts";
import { beside } from "../crypto/beside.ts";
import { deployment } from "../deployment/index.ts";
import { grouped, median, percent, secondsOf, type BenchSize, type Figure, type Measurement } from "../measurement.ts";
import { openTestKeys } from "../test-keys.ts";

const perRound = 5_000;
const rounds = { tiny: 2, small: 20, full: 60 };

/** What one core opens, indexes, and seals of new people, through the code that does it. */
export const keys: Measurement = {
  about: "values opened, blind indexes and whole clients a second on one core",
  run: async ({ size }) => [await opened(size), await addresses(size), await phones(size), await clients(size)],
};

async function opened(size: BenchSize): Promise<Figure> {
  const key = sealingKey(randomBytes(32));
  const parts = {
    key,
    prefix: contextPrefix({ deployment: "bench", source: "shop", entity: "people", field: "email" }),
    suffix: contextSuffix(Buffer.alloc(16, 1), "42"),
  };
  const clear = Buffer.from("personne-quarante-deux-a@example.test", "utf8");
  const sealed = Array.from({ length: perRound }, () => sealBytes({ suite: 1, type: 1, ...parts, clear }));
  const rate = await rateOf(size, perRound, async () => {
    for (const value of sealed) openBytes(value, key, parts.prefix, parts.suffix);
  });
  return figureOf({ id: "open", what: "Opening, values of one person", least: 80_000, unit: "values/s" }, rate);
}

const addresses = (size: BenchSize): Promise<Figure> =>
  indexed(size, {
    id: "blind-index",
    what: "Blind indexes of e-mail addresses, normalised",
    normaliser: "email-2",
    exampleOf: (at) => `Personne${at}@Example.test `,
  });

/** As the vendor writes them: with the country, no blank. */
const phones = (size: BenchSize): Promise<Figure> =>
  indexed(size, {
    id: "blind-index-phone",
    what: "Blind indexes of phone numbers, normalised",
    normaliser: "phone-1",
    exampleOf: phoneOf,
  });

type Indexed = Pick<Figure, "id" | "what"> & {
  readonly normaliser: Normaliser;
  readonly exampleOf: (at: number) => string;
};

async function indexed(size: BenchSize, { id, what, normaliser, exampleOf }: Indexed): Promise<Figure> {
  const key = createSecretKey(randomBytes(32));
  const values = Array.from({ length: perRound }, (_, at) => exampleOf(at));
  const rate = await rateOf(size, perRound, async () => {
    for (const value of values) blindIndex(key, normaliser, "exact", value);
  });
  return figureOf({ id, what, least: 120_000, unit: "indexes/s" }, rate);
}

/** New people each round: pseudonym, key, wrapping, eight sealed columns and two blind indexes, without the store's time. */
async function clients(size: BenchSize): Promise<Figure> {
  const table = whole(tableOf(deployment.graph, "people"));
  const { identity, kek, deployment: name } = await openTestKeys("memory");
  const store = { ...identity, saveBlindIndexes: async () => true };
  const sealer = createSealer({ identity: store, kek, deployment: name });
  let made = 0;
  const { ours, bare, share } = await beside(
    { many: 1_000, rounds: rounds[size] },
    () => {
      const records = Array.from({ length: 1_000 }, () => person(made++));
      return sealer.sealPage(table, records, new Map());
    },
    () => bareClients(1_000),
  );
  const what = "New clients whole, eight sealed columns and two blind indexes, identity store in memory";
  const figure = figureOf({ id: "clients", what, least: 7_000, unit: "clients/s" }, ours);
  return {
    ...figure,
    measured: `${figure.measured}; the same calls of node:crypto alone ${grouped(bare)}/s: ${percent(share)}`,
    values: { ...figure.values, barePerSecond: bare, share },
  };
}

/** The table of people as clients are: found by e-mail and phone, and three more fields sealed. */
const whole = (table: TableSpec): TableSpec => ({
  ...table,
  columns: table.columns.flatMap((column) => {
    const { name, personal } = column;
    if (personal !== undefined && ["email", "phone"].includes(name))
      return [{ ...column, personal: { ...personal, index: "exact" as const } }];
    if (name !== "address") return [column];
    const more = ["city", "licence", "comments"].map((other) => ({
      ...column,
      name: other,
      physical: other,
      from: [other],
    }));
    return [column, ...more];
  }),
});

async function rateOf(size: BenchSize, many: number, work: () => Promise<unknown>): Promise<number> {
  const seconds: number[] = [];
  await work();
  for (let round = 0; round < rounds[size]; round++) seconds.push(await secondsOf(work));
  return many / median(seconds);
}

type Goal = Pick<Figure, "id" | "what"> & { readonly least: number; readonly unit: string };

const figureOf = ({ id, what, least, unit }: Goal, rate: number): Figure => ({
  id,
  what,
  measured: `${grouped(rate)} ${unit}`,
  goal: `at least ${grouped(least)} ${unit} on one core`,
  met: rate >= least,
  values: { perSecond: rate },
});

/** Numbers that are kept for fiction. */
const phoneOf = (at: number): string => `+3319900${String(at % 10_000).padStart(4, "0")}`;

const person = (at: number) => ({
  id: at + 1,
  first_name: `Prénom${at}`,
  last_name: `Exemple-${at}`,
  email: `personne${at}@example.test`,
  phone: phoneOf(at),
  address: `${at} rue de l'Exemple`,
  city: "Ville-Exemple",
  licence: `L-${at}`,
  comments: "Vient avec deux enfants, préfère le matin.",
  updated_at: "2026-11-24T02:00:00.000Z",
});
