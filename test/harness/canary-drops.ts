import { createHash, randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import { ulid } from "../../activities/adapters/ulid.ts";
import { partKey } from "../../core/load-keys.ts";
import type { ObjectStore } from "../../core/ports/object-store.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import type { Row, Value } from "../../dev/ponton/row.ts";
import { landLines } from "./land-lines.ts";
import type { PersonalMarkers } from "./personal-markers.ts";

/** What the files are made of: a table, one of the vendor's rows, and who makes markers. */
export type DropMaking = { readonly table: TableSpec; readonly row: Row; readonly markers: PersonalMarkers };

/** The records of a dropped file: one that fits, two that do not, one that names no person. */
export function droppedRecords({ table, row, markers }: DropMaking, when: string): readonly Row[] {
  const another = (): Row => {
    const id = randomUUID();
    markers.known(id, `the vendor's id of a person ${when}`);
    return { ...row, id };
  };
  return [
    markers.marked(table, another(), when),
    ...markers.misfits(table, [another(), another()], when),
    markers.marked(table, { ...row, id: null }, `without an id ${when}`),
  ];
}

/** Records as a CSV with the API's field names, dots for nesting. */
export function csvOf(records: readonly Row[]): string {
  const flat = records.map((record) => flattened(record, ""));
  const names = [...new Set(flat.flatMap((record) => Object.keys(record)))];
  const lines = flat.map((record) => names.map((name) => quoted(record[name])).join(","));
  return [names.map(quoted).join(","), ...lines].join("\n");
}

const quoted = (value: Value | undefined): string => `"${String(value ?? "").replaceAll('"', '""')}"`;
const flattened = (record: Row, prefix: string): Row =>
  Object.fromEntries(
    Object.entries(record).flatMap(([name, value]) =>
      isRow(value) ? Object.entries(flattened(value, `${prefix}${name}.`)) : [[`${prefix}${name}`, value]],
    ),
  );
const isRow = (value: Value): value is Row => typeof value === "object" && value !== null && !Array.isArray(value);

/** Put files that no reader understands under the table's inbox: a record cut short, and a CSV without its header line. They stay, as their keys tell. */
export async function dropUnreadable(
  store: ObjectStore,
  { table, row, markers }: DropMaking,
): Promise<readonly string[]> {
  const text = (what: string): string => JSON.stringify(markers.marked(table, row, what));
  const files = {
    "cut.jsonl": text("of a record that is cut short").slice(0, -1),
    "headless.csv": csvOf([markers.marked(table, row, "of a file without header")]).split("\n")[1] ?? "",
  };
  const keys = Object.keys(files).map((name) => `inbox/${table.key}/${name}`);
  for (const [at, content] of Object.values(files).entries())
    await store.put(keys[at] ?? "", new TextEncoder().encode(content));
  return keys;
}

/** Land loads that hold clear values and must be refused; the keys of their parts. */
export async function landClear(store: ObjectStore, { table, row, markers }: DropMaking): Promise<readonly string[]> {
  const t0 = new Date().toISOString();
  const load = (parts: readonly (readonly Row[])[]) =>
    landLines(store, { loadId: ulid(Date.now()), source: table.source, table: table.key, t0, parts });
  const clear = await load([[markers.marked(table, row, "of a line that was landed in clear")]]);
  const named = await load([[{ [markers.email("the name of a landed field")]: 1 }]]);
  const engine = await Promise.all(
    ["_h", "_p", "_misfit"].map((field) =>
      load([[{ [field]: markers.text(`the engine's field ${field} of a landed line`) }]]),
    ),
  );
  const misfit = { column: markers.text("the column of a landed misfit"), rule: markers.email("its rule") };
  const misfits = await load([[{ _misfit: misfit }]]);
  const altered = await load([[{}]]);
  const [part] = altered.manifest.parts;
  await store.put(part?.key ?? "", gzipSync(JSON.stringify(markers.marked(table, row, "of a part that was altered"))));
  const broken = await landBroken(store, { table, row, markers }, t0);
  return [
    ...[clear, named, ...engine, misfits, altered].flatMap(({ manifest }) => manifest.parts.map(({ key }) => key)),
    broken,
  ];
}

/** A part that is what its manifest says, and whose line does not parse. */
async function landBroken(store: ObjectStore, { table, row, markers }: DropMaking, t0: string): Promise<string> {
  const loadId = ulid(Date.now());
  const key = partKey({ source: table.source, table: table.key, day: t0.slice(0, 10), loadId }, 1, 1, 1);
  const text = JSON.stringify(markers.marked(table, row, "of a line that does not parse")).slice(0, -1);
  const body = gzipSync(text);
  const { etag } = await store.put(key, body);
  const sha256 = createHash("sha256").update(body).digest("hex");
  const parts = [{ key, rows: 1, bytes: body.byteLength, rawBytes: text.length, sha256, etag }];
  await landLines(store, { loadId, source: table.source, table: table.key, t0, parts: [], over: { parts, rows: 1 } });
  return key;
}
