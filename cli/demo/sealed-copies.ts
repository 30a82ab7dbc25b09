import { lineEnds } from "../../activities/line-ends.ts";
import { readManifest } from "../../activities/manifests.ts";
import { parseLine } from "../../activities/parse-line.ts";
import { partOf } from "../../activities/part-of.ts";
import { readPart } from "../../activities/read-part.ts";
import type { LandedRow } from "../../core/landed-row.ts";
import { parseManifestKey, tablePrefix } from "../../core/load-keys.ts";
import type { ObjectStore } from "../../core/ports/object-store.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import { revealRows } from "../../db/declare/reveal-rows.ts";
import { rowPlace } from "../../db/declare/row-place.ts";
import { ownColumn } from "../../db/person-columns.ts";
import { findPeople } from "../../pii/find-people.ts";
import { createKeyring } from "../../pii/keyring.ts";
import type { Parts } from "../../worker/compose.ts";
import type { Keys } from "../../worker/keys.ts";
import { sealedHead, type SealedHead } from "./sealed-head.ts";

/** One sealed value of a person as it stands in both stores. `line` counts from 1; `epoch` is that of the person's key. */
export type SealedCopies = {
  readonly pid: string;
  readonly epoch: number;
  readonly part: string;
  readonly line: number;
  readonly landed: SealedHead;
  readonly stored: SealedHead;
};

type Held = Pick<Keys, "identity" | "kek"> & Pick<Parts, "deployed" | "database" | "store">;
/** Which value: `column` by its logical name, of the person whom the source calls `sourceId`. */
export type WantedValue = { readonly table: string; readonly column: string; readonly sourceId: string };

/** Find a person's sealed value in its part and in the sealed table; null where one of them has none, as of somebody who was erased. */
export async function sealedCopies(held: Held, wanted: WantedValue): Promise<SealedCopies | null> {
  const { identity, kek, database } = held;
  const table = held.deployed.graph.spec.tables.find(({ key }) => key === wanted.table);
  const [owner, column] = [table && ownColumn(table), table?.columns.find(({ name }) => name === wanted.column)];
  if (table === undefined || owner === undefined || column === undefined) return null;
  const keyring = createKeyring(identity, kek);
  const lookups = await findPeople({ identity, keyring, tables: [table] }, "source-id", wanted.sourceId);
  const [person] = await identity.findSubjects(lookups);
  if (person?.pid == null) return null;
  const { pid, epoch } = person;
  const [stored] = await database.read(revealRows(table, owner, pid));
  const [place] = await database.read(rowPlace(table, owner, pid));
  const value = stored?.[column.physical];
  if (place === undefined || !(value instanceof Uint8Array)) return null;
  const landed = await landedRow(held.store, table, place);
  const text = landed?.row[column.name];
  if (landed === undefined || typeof text !== "string") return null;
  const heads = { landed: sealedHead(Buffer.from(text, "base64url")), stored: sealedHead(value) };
  return { pid, epoch, part: landed.part, line: landed.line, ...heads };
}

type Landed = { readonly part: string; readonly line: number; readonly row: LandedRow };

async function landedRow(
  store: ObjectStore,
  table: TableSpec,
  place: Readonly<Record<string, unknown>>,
): Promise<Landed | undefined> {
  const line = Number(place["_line"]);
  for await (const { key } of store.list(tablePrefix(table.source, table.key))) {
    if (parseManifestKey(key)?.loadId !== place["_load"]) continue;
    const info = partOf((await readManifest(store, key)).manifest, Number(place["_part"]));
    const lines = await readPart(store, info);
    const ends = [0, ...lineEnds(lines)];
    const row = parseLine(info, lines.toString("utf8", ends[line - 1], ends[line]), line);
    return { part: info.key, line, row };
  }
  return undefined;
}
