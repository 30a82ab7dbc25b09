import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { openSession } from "../../db/postgres/open-database.ts";
import { allAnswers, allPages } from "./canary-answers.ts";
import { putControls } from "./canary-controls.ts";
import type { TestDemo } from "./demo.ts";
import { markerScan, unpacked, type MarkerScan } from "./marker-scan.ts";
import type { PersonalMarkers } from "./personal-markers.ts";
import { objectFolder } from "./object-folder.ts";
import { personalShapes } from "./personal-shapes.ts";
import type { SeenAnswers } from "./seen-answers.ts";
import { decodedHistories, filesBelow, rowsAsText } from "./store-contents.ts";

/** Where a value can come to lie, or be told, and the part whose control must be found there. */
export const stores = {
  "the rows of the database": "database",
  "the files of the database": "database",
  "the write-ahead log of the database": "database",
  "the API's answers": "database",
  "the pages for people": "database",
  "the rows of the identity store": "identity",
  "the files of the identity store": "identity",
  "the write-ahead log of the identity store": "identity",
  "the bucket": "objects",
  "the histories of workflows": "temporal",
  "the files of Temporal": "temporal",
  "the logs": "logs",
  "what commands said": "commands",
  "temporary files": "temporary",
  "the rest of the data directory": "rest",
} as const;
/** One of them. */
export type StoreName = keyof typeof stores;

/** What is found: in each store, and in each object that stays in clear. */
export type Findings = {
  readonly inStores: ReadonlyMap<StoreName, readonly string[]>;
  readonly inStaying: ReadonlyMap<string, readonly string[]>;
  /** Answers of the API and of pages that had another status than they should: what stands behind them was not seen. */
  readonly unfit: readonly string[];
  /** E-mail addresses, phone numbers and IBANs, whoever's, in each store. */
  readonly shapes: ReadonlyMap<StoreName, readonly string[]>;
};

/** Folders of the data directory, those within others first: each file is read once, as part of the first that holds it. */
const folders: readonly (readonly [StoreName, string])[] = [
  ["the write-ahead log of the database", "database/pg_wal"],
  ["the files of the database", "database"],
  ["the write-ahead log of the identity store", "identity/pg_wal"],
  ["the files of the identity store", "identity"],
  ["the files of Temporal", "temporal"],
  ["the logs", "logs"],
  ["temporary files", "temporary"],
  ["the rest of the data directory", "."],
];

/** Put a control in clear into every part, read what the product holds and says, stop it, and look for markers in all of it. `staying` are keys of objects that people left in clear; `said` is what commands said. */
export async function findMarkers(
  night: TestDemo,
  markers: PersonalMarkers,
  { staying, said }: { readonly staying: readonly string[]; readonly said: Uint8Array },
): Promise<Findings> {
  await putControls(night, (part) => markers.control(part));
  const told = await readRunning(night, markers);
  await night.demo.stop();
  const identity = await readIdentity(night.dataDir, markers.control("identity"));
  const scan = markerScan(markers.all);
  const inStaying = new Map<string, readonly string[]>();
  const objects = objectFolder(night);
  for (const key of staying) inStaying.set(key, scan(await readFile(join(objects, key))));
  const found = new Found(scan);
  for (const [store, { bytes }] of told) found.look(store, bytes);
  found.look("what commands said", said);
  found.look("the rows of the identity store", identity);
  // The simulator's own state is the vendor's, who knows these people in clear.
  const read = new Set([join(night.dataDir, "ponton.json"), ...staying.map((key) => join(objects, key))]);
  for (const [store, folder] of [["the bucket", objects] as const, ...folders])
    for await (const { path, bytes } of filesBelow(resolve(night.dataDir, folder), read)) {
      read.add(path);
      found.look(store, bytes);
    }
  return { inStores: found.markers, inStaying, shapes: found.shapes, unfit: told.flatMap(([, { unfit }]) => unfit) };
}

/** Markers and shapes by store. */
class Found {
  readonly markers = new Map<StoreName, readonly string[]>();
  readonly shapes = new Map<StoreName, readonly string[]>();
  readonly #scan: MarkerScan;
  constructor(scan: MarkerScan) {
    this.#scan = scan;
  }
  look(store: StoreName, bytes: Uint8Array): void {
    const shapes = [bytes, ...unpacked(bytes)].flatMap(personalShapes);
    this.markers.set(store, joined(this.markers.get(store), this.#scan(bytes)));
    this.shapes.set(store, joined(this.shapes.get(store), shapes));
  }
}

const joined = (before: readonly string[] = [], more: readonly string[]): readonly string[] =>
  [...new Set([...before, ...more])].sort();

const readRunning = async (
  night: TestDemo,
  markers: PersonalMarkers,
): Promise<readonly (readonly [StoreName, SeenAnswers])[]> => [
  ["the rows of the database", { bytes: await rowsAsText((text) => night.demo.control("query", text)), unfit: [] }],
  ["the API's answers", await allAnswers(night, markers)],
  ["the pages for people", await allPages(night, markers)],
  ["the histories of workflows", { bytes: await decodedHistories(night.demo.client), unfit: [] }],
];

/** The rows of the identity store, read once nobody else holds it. */
async function readIdentity(dataDir: string, control: string): Promise<Uint8Array> {
  const session = await openSession({ directory: join(dataDir, "identity") });
  try {
    await session.query("insert into identity.subject (lookup, epoch) values ($1, 1)", [control]);
    return await rowsAsText((text) => session.query(text));
  } finally {
    await session.close();
  }
}
