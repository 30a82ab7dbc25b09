import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { openSession } from "../../db/postgres/open-database.ts";
import { putControls } from "./canary-controls.ts";
import { readerKey } from "./canary-night.ts";
import type { TestDemo } from "./demo.ts";
import { markerScan, type MarkerScan } from "./marker-scan.ts";
import type { PersonalMarkers } from "./personal-markers.ts";
import { apiAnswers, decodedHistories, filesBelow, rowsAsText } from "./store-contents.ts";

/** Where a value can come to lie, or be told, and the part whose control must be found there. */
export const stores = {
  "the rows of the database": "database",
  "the files of the database": "database",
  "the API's answers": "database",
  "the rows of the identity store": "identity",
  "the files of the identity store": "identity",
  "the bucket": "objects",
  "the histories of workflows": "temporal",
  "the files of Temporal": "temporal",
  "the logs": "logs",
  "what commands said": "commands",
  "the rest of the data directory": "rest",
} as const;
/** One of them. */
export type StoreName = keyof typeof stores;

/** What is found: in each store, and in each object that stays in clear. */
export type Findings = {
  readonly inStores: ReadonlyMap<StoreName, readonly string[]>;
  readonly inStaying: ReadonlyMap<string, readonly string[]>;
};

/** Parts with a folder of their own in the data directory. */
const folders: readonly (readonly [StoreName, string])[] = [
  ["the files of the database", "database"],
  ["the files of the identity store", "identity"],
  ["the bucket", "objects"],
  ["the files of Temporal", "temporal"],
  ["the logs", "logs"],
];

/** Put a control in clear into every part, read what the product holds and says, stop it, and look for markers in all of it. `staying` are keys of objects that people left in clear; `said` is what commands said. */
export async function findMarkers(
  night: TestDemo,
  markers: PersonalMarkers,
  { staying, said }: { readonly staying: readonly string[]; readonly said: Uint8Array },
): Promise<Findings> {
  await putControls(night, (part) => markers.text(`the control of ${part}`));
  const told = await readRunning(night);
  await night.demo.stop();
  const identity = await readIdentity(night.dataDir, markers.text("the control of identity"));
  const scan = markerScan(markers.all);
  const inStores = new Map<StoreName, readonly string[]>();
  for (const [store, bytes] of told) inStores.set(store, scan(bytes));
  inStores.set("what commands said", scan(said));
  inStores.set("the rows of the identity store", scan(identity));
  const inStaying = new Map<string, readonly string[]>();
  for (const key of staying) inStaying.set(key, scan(await readFile(join(night.dataDir, "objects", "sillage", key))));
  const left = new Set(staying.map((key) => join(night.dataDir, "objects", "sillage", key)));
  for (const [store, folder] of folders) inStores.set(store, await found(scan, join(night.dataDir, folder), left));
  inStores.set("the rest of the data directory", await foundInRest(scan, night.dataDir));
  return { inStores, inStaying };
}

const readRunning = async (night: TestDemo): Promise<readonly (readonly [StoreName, Uint8Array])[]> => [
  ["the rows of the database", await rowsAsText((text) => night.demo.control("query", text))],
  ["the API's answers", await apiAnswers(night.demo.runtime.listening.apiUrl ?? "", await readerKey(night))],
  ["the histories of workflows", await decodedHistories(night.demo.client)],
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

async function found(scan: MarkerScan, folder: string, without: ReadonlySet<string>): Promise<readonly string[]> {
  const all = new Set<string>();
  for await (const { bytes } of filesBelow(folder, without)) for (const what of scan(bytes)) all.add(what);
  return [...all].sort();
}

/** All other files. The simulator's own state is left out: it is the vendor's, who knows these people in clear. */
async function foundInRest(scan: MarkerScan, dataDir: string): Promise<readonly string[]> {
  const without = new Set([join(dataDir, "ponton.json")]);
  for (const [, folder] of folders) for await (const { path } of filesBelow(join(dataDir, folder))) without.add(path);
  return found(scan, dataDir, without);
}
