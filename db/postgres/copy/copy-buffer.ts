import { freeBuffer } from "../../../core/free-buffer.ts";

const signature = Buffer.from("PGCOPY\n\xff\r\n\0", "latin1");
/** No flags, no extension. */
const header = Buffer.concat([signature, Buffer.alloc(8)]);
/** Longer texts are written by Node at once; shorter ones are faster byte by byte. Characters. */
const shortText = 64;
const twoTo32 = 2 ** 32;
const jsonVersion = 1;

/** Rows of COPY's binary format in memory, which the server need not parse: a row by `row`, then each of its fields. */
export class CopyBuffer {
  #bytes: Buffer;
  /** The same memory: what V8 writes numbers through fastest. */
  #view: DataView;
  #at: number;

  /** With room for so many bytes, and for more when they come. */
  constructor(room: number) {
    this.#bytes = Buffer.allocUnsafeSlow(header.length + Math.max(64, room));
    this.#view = viewOf(this.#bytes);
    this.#at = header.copy(this.#bytes);
  }

  /** Begin a row of so many fields. */
  row(fields: number): void {
    this.#reserve(2);
    this.#view.setInt16(this.#at, fields);
    this.#at += 2;
  }

  /** A field that is null. */
  absent(): void {
    this.#reserve(4);
    this.#length(-1);
  }

  boolean(value: boolean): void {
    this.#reserve(5);
    this.#length(1);
    this.#bytes[this.#at++] = value ? 1 : 0;
  }

  int32(value: number): void {
    this.#reserve(8);
    this.#length(4);
    this.#view.setInt32(this.#at, value);
    this.#at += 4;
  }

  /** A whole number that a double tells exactly, or any within 64 bits. */
  int64(value: number | bigint): void {
    this.#reserve(12);
    this.#length(8);
    if (typeof value === "bigint") this.#view.setBigInt64(this.#at, value);
    else {
      const high = Math.floor(value / twoTo32);
      this.#view.setInt32(this.#at, high);
      this.#view.setUint32(this.#at + 4, value - high * twoTo32);
    }
    this.#at += 8;
  }

  /** The first so many of some whole numbers of 16 bits, one field together. */
  int16s(values: readonly number[], count: number): void {
    this.#reserve(4 + 2 * count);
    this.#length(2 * count);
    for (let at = 0; at < count; at++) this.#view.setInt16(this.#at + 2 * at, values[at] ?? 0);
    this.#at += 2 * count;
  }

  bytes(value: Uint8Array): void {
    this.#reserve(4 + value.length);
    this.#length(value.length);
    this.#bytes.set(value, this.#at);
    this.#at += value.length;
  }

  /** Text as UTF-8. */
  text(value: string): void {
    this.#reserve(4 + 3 * value.length);
    const length = this.#utf8(value, this.#at + 4);
    this.#length(length);
    this.#at += length;
  }

  /** JSON text, by the one version that there is of its format. */
  json(value: string): void {
    this.#reserve(5 + 3 * value.length);
    const length = this.#utf8(value, this.#at + 5);
    this.#length(1 + length);
    this.#bytes[this.#at] = jsonVersion;
    this.#at += 1 + length;
  }

  /** All of it, its end marked; nothing may be added any more. */
  finish(): Buffer {
    this.row(-1);
    return this.#bytes.subarray(0, this.#at);
  }

  #length(bytes: number): void {
    this.#view.setInt32(this.#at, bytes);
    this.#at += 4;
  }

  #utf8(value: string, from: number): number {
    if (value.length > shortText) return this.#bytes.write(value, from);
    for (let at = 0; at < value.length; at++) {
      const code = value.charCodeAt(at);
      if (code >= 0x80) return this.#bytes.write(value, from);
      this.#bytes[from + at] = code;
    }
    return value.length;
  }

  #reserve(more: number): void {
    if (this.#at + more > this.#bytes.length) this.#grow(more);
  }

  #grow(more: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(2 * this.#bytes.length, this.#at + more));
    this.#bytes.copy(larger, 0, 0, this.#at);
    freeBuffer(this.#bytes);
    this.#bytes = larger;
    this.#view = viewOf(larger);
  }
}

const viewOf = ({ buffer, byteOffset, byteLength }: Buffer): DataView => new DataView(buffer, byteOffset, byteLength);
