import { constants, inflateRawSync } from "node:zlib";
import { spellings } from "../fakes/canary.ts";
import { zstdFrames } from "./zstd-frames.ts";

/** Markers to look for, with what each is. */
export type Markers = ReadonlyMap<string, string>;
/** Finds markers in bytes, and in every gzip member and zstd frame in them. */
export type MarkerScan = (bytes: Uint8Array) => readonly string[];

/** Look for markers in every spelling, all in one walk over the bytes; what is found is told by what it is. */
export function markerScan(markers: Markers): MarkerScan {
  const patterns = patternsOf(markers);
  const [firsts, nexts] = [new Uint8Array(2 ** 24), new Uint8Array(2 ** 24)];
  for (const head of patterns.keys()) {
    firsts[Math.floor(head / 2 ** 24)] = 1;
    nexts[head % 2 ** 24] = 1;
  }
  const walk = (bytes: Uint8Array, found: Set<string>): void => {
    for (let at = 0, next = 0; at < bytes.length; at++) {
      next = ((next << 8) | (bytes[at] ?? 0)) & 0xffffff;
      if (nexts[next] !== 1 || at < 5) continue;
      const first = ((bytes[at - 5] ?? 0) << 16) | ((bytes[at - 4] ?? 0) << 8) | (bytes[at - 3] ?? 0);
      if (firsts[first] !== 1) continue;
      for (const { text, what } of patterns.get(first * 2 ** 24 + next) ?? [])
        if (isAt(bytes, at - 5, text)) found.add(what);
    }
    for (const member of unpacked(bytes)) walk(member, found);
  };
  return (bytes) => {
    const found = new Set<string>();
    walk(bytes, found);
    return [...found].sort();
  };
}

type Pattern = { readonly text: Buffer; readonly what: string };

/** Patterns by their first six bytes, as one number: by three, a database's digits and names would be compared with hundreds at every other byte. */
const patternsOf = (markers: Markers): ReadonlyMap<number, readonly Pattern[]> =>
  Map.groupBy(
    [...markers].flatMap(([marker, what]) =>
      spellings(marker)
        .flatMap(written)
        .map((text): Pattern => ({ text, what })),
    ),
    ({ text }) => text.readUIntBE(0, 6),
  );

/** As UTF-8 writes it, and one byte a sign: two bytes a sign, each half is one of its own. */
const written = (spelling: string): readonly Buffer[] => {
  const [utf8, latin1] = [Buffer.from(spelling), Buffer.from(spelling, "latin1")];
  return utf8.equals(latin1) || latin1.toString("latin1") !== spelling ? [utf8] : [utf8, latin1];
};

const isAt = (bytes: Uint8Array, at: number, text: Buffer): boolean =>
  text.compare(bytes, at, Math.min(bytes.length, at + text.length)) === 0;

/** What is packed in the bytes, in either way. */
export function* unpacked(bytes: Uint8Array): Generator<Uint8Array> {
  yield* gzipMembers(bytes);
  yield* zstdFrames(bytes);
}

/** What every gzip member in the bytes holds, wherever it begins; one that is cut short, as far as it goes. */
function* gzipMembers(bytes: Uint8Array): Generator<Uint8Array> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = Buffer.from([0x1f, 0x8b, 0x08]);
  for (let at = buffer.indexOf(magic); at >= 0; at = buffer.indexOf(magic, at + 1)) {
    const member = inflated(buffer.subarray(at));
    if (member !== undefined) yield member;
  }
}

/** A member's own bytes end where they say so, whatever follows. */
function inflated(member: Buffer): Uint8Array | undefined {
  try {
    return inflateRawSync(member.subarray(headerLength(member)), { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return undefined;
  }
}

/** Ten bytes, then what the flags say: extra bytes, a name and a comment that end with a zero, a checksum. */
function headerLength(member: Buffer): number {
  const flags = member[3] ?? 0;
  let length = 10;
  if ((flags & 4) !== 0) length += 2 + member.readUInt16LE(length);
  for (const named of [8, 16]) if ((flags & named) !== 0) length = member.indexOf(0, length) + 1;
  return (flags & 2) === 0 ? length : length + 2;
}
