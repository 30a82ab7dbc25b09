/** Smaller ones may share their memory with others, and are not worth it. Bytes. */
const least = 262_144;

/**
 * Gives the memory of a large buffer back at once; it is empty afterwards, as is every view of its memory. Left to V8,
 * parts that were read lie about until it looks at what is held outside of it: 184 MB resident over 300 parts of 8 MB,
 * 95 MB with it (Node 24.21).
 */
export function freeBuffer({ buffer }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength >= least) buffer.transfer(0);
}
