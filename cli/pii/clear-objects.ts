import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { readWhole } from "../../activities/read-whole.ts";
import { parseInboxKey } from "../../core/load-keys.ts";
import type { LandedRow } from "../../core/landed-row.ts";
import type { Gate } from "../../core/ports/gate.ts";
import type { ObjectStore } from "../../core/ports/object-store.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import { loadObjects } from "./bucket-objects.ts";
import { FirstTold } from "./first-told.ts";

const unzip = promisify(gunzip);

/** Bytes that a part may hold at most: a few of gzip may hold gigabytes. */
const mostBytes = 1024 * 1024 * 1024;

/** A line that the gate refuses, the first of its object: it is named, never shown. */
type Refused = { readonly line: number; readonly why: string };
/** What a scan saw, and what of it is not as landing leaves it. */
export type BucketScan = {
  readonly objects: number;
  readonly lines: number;
  readonly clear: FirstTold;
  /** Files dropped by hand that wait in clear. */
  readonly inbox: FirstTold;
};

/** Read every part of declared tables' loads of a day (YYYY-MM-DD) or after and ask the gate about each line, as ingestion does; and list what waits in the inbox. */
export async function scanBucket(
  store: ObjectStore,
  { tables, gate }: { readonly tables: readonly TableSpec[]; readonly gate: Gate },
  since: string,
): Promise<BucketScan> {
  const [clear, inbox] = [new FirstTold(), new FirstTold()];
  let [objects, lines] = [0, 0];
  for await (const { key, table } of loadObjects(store, ".jsonl.gz", since)) {
    const spec = tables.find((one) => one.key === table);
    if (spec === undefined) continue;
    const texts = await linesOf(store, key);
    objects++;
    lines += texts.length;
    const found = firstRefused(texts, (row) => gate(spec, row));
    if (found !== undefined) clear.add(`${key} line ${found.line}: ${found.why}`);
  }
  for await (const { key } of store.list("inbox/")) if (parseInboxKey(key) !== undefined) inbox.add(key);
  return { objects, lines, clear, inbox };
}

const unreadable = { line: 1, why: "it is no gzip of JSON Lines" };

/** Lines of a part; a single empty one of what is no gzip, which no landing leaves. */
async function linesOf(store: ObjectStore, key: string): Promise<readonly string[]> {
  const stored = await readWhole(store, key);
  const text = await unzip(stored, { maxOutputLength: mostBytes }).catch(() => undefined);
  return text === undefined
    ? [""]
    : text
        .toString("utf8")
        .split("\n")
        .filter((line) => line !== "");
}

function firstRefused(texts: readonly string[], gate: (row: LandedRow) => string | undefined): Refused | undefined {
  for (const [at, text] of texts.entries()) {
    const row = parsed(text);
    if (row === undefined) return { ...unreadable, line: at + 1 };
    const why = gate(row);
    if (why !== undefined) return { line: at + 1, why };
  }
  return undefined;
}

function parsed(text: string): LandedRow | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
