import type { KeyObject } from "node:crypto";
import type { RevealDetail, RevealLedger, RevealRow } from "../../core/ports/reveal-ledger.ts";
import type { AuditVerdict } from "../../core/ports/reveals.ts";
import type { AuditHead } from "./audit-heads.ts";
import { revealMac } from "./reveal-record.ts";

const pageRows = 1_000;
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

/** Walk the whole audit: every line follows the one before, none is missing, and each day's head is one of them. */
export async function verifyChain(
  ledger: Pick<RevealLedger, "revealRows">,
  key: KeyObject,
  heads: readonly AuditHead[],
): Promise<AuditVerdict> {
  const problems: string[] = [];
  const headsOf = Map.groupBy(heads, ({ seq }) => seq);
  const forgotten = new Map<number, string>();
  let [first, last] = [undefined, undefined] as [RevealRow | undefined, RevealRow | undefined];
  let rows = 0;
  for await (const row of allRows(ledger)) {
    rows++;
    if (last === undefined) first = row;
    else if (row.seq !== last.seq + 1) problems.push(missing(last.seq + 1, row.seq - 1));
    else if (hex(revealMac(key, last.mac, row)) !== hex(row.mac)) problems.push(altered(row));
    const others = (headsOf.get(row.seq) ?? []).filter((head) => head.mac !== hex(row.mac));
    problems.push(...others.map(rewritten));
    const { through, mac } = row.what === "forgotten" ? detailOf(row) : {};
    if (through !== undefined && mac !== undefined) forgotten.set(through, mac);
    last = row;
  }
  const latest = Math.max(0, ...heads.map(({ seq }) => seq));
  const end = last?.seq ?? 0;
  return {
    rows,
    first: first?.seq ?? 0,
    last: end,
    heads: heads.length,
    problems: [
      ...(first === undefined ? [] : beginning(key, first, forgotten)),
      ...problems,
      ...(latest > end ? [cutOff(end, heads)] : []),
    ],
  };
}

/** Every line, a page at a time. */
export async function* allRows(ledger: Pick<RevealLedger, "revealRows">): AsyncGenerator<RevealRow> {
  for (let after = 0; ;) {
    const page = await ledger.revealRows(after, pageRows);
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < pageRows) return;
    after = last.seq;
  }
}

/** What a line says besides; nothing where it says nothing readable. */
export function detailOf({ detail }: Pick<RevealRow, "detail">): RevealDetail {
  try {
    const said: RevealDetail = JSON.parse(detail);
    return said;
  } catch {
    return {};
  }
}

/** The first line there is: the first there ever was, or the one after those that a line says were let go. */
function beginning(key: KeyObject, first: RevealRow, forgotten: ReadonlyMap<number, string>): readonly string[] {
  const before = first.seq === 1 ? "" : forgotten.get(first.seq - 1);
  if (before === undefined) return [missing(1, first.seq - 1)];
  return hex(revealMac(key, Buffer.from(before, "hex"), first)) === hex(first.mac) ? [] : [altered(first)];
}

const missing = (from: number, to: number): string =>
  from === to ? `Line ${from} is missing.` : `Lines ${from} to ${to} are missing.`;
const altered = ({ seq, at }: RevealRow): string =>
  `Line ${seq} of ${new Date(at).toISOString()} was altered, or stands in the place of another.`;
const rewritten = ({ seq, at }: AuditHead): string =>
  `Line ${seq} is not the one that was the head on ${at.slice(0, 10)}: lines up to it were written anew.`;
const cutOff = (end: number, heads: readonly AuditHead[]): string => {
  const head = heads.toSorted((left, right) => right.seq - left.seq)[0];
  return `Lines after ${end} are missing: the head of ${head?.at.slice(0, 10)} is line ${head?.seq}.`;
};
