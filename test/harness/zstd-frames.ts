import { zstdDecompressSync } from "node:zlib";

const magic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

/** What every zstd frame in the bytes holds, wherever it begins. Frames end where their blocks say so, whatever follows. */
export function* zstdFrames(bytes: Uint8Array): Generator<Uint8Array> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = buffer.indexOf(magic); at >= 0; at = buffer.indexOf(magic, at + 1)) {
    const frame = inflated(buffer.subarray(at));
    if (frame !== undefined) yield frame;
  }
}

function inflated(frame: Buffer): Uint8Array | undefined {
  try {
    return zstdDecompressSync(frame.subarray(0, lengthOf(frame)));
  } catch {
    return undefined;
  }
}

/** The magic, a descriptor that says which fields follow, blocks of three bytes and their content, a checksum perhaps. */
function lengthOf(frame: Buffer): number {
  const descriptor = frame.readUInt8(4);
  const isSingle = (descriptor & 32) !== 0;
  const sizeBytes = [isSingle ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  let at = 5 + (isSingle ? 0 : 1) + ([0, 1, 2, 4][descriptor & 3] ?? 0) + sizeBytes;
  for (let isLast = false; !isLast;) {
    const head = frame.readUIntLE(at, 3);
    isLast = (head & 1) === 1;
    // A block of the second kind is one byte, said so many times.
    at += 3 + (((head >> 1) & 3) === 1 ? 1 : head >> 3);
  }
  return at + ((descriptor & 4) === 0 ? 0 : 4);
}
