/** Little-endian bytes as TDS writes them. */
export class ByteWriter {
  readonly #chunks: Buffer[] = [];

  get bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }
  raw(bytes: Uint8Array): this {
    this.#chunks.push(Buffer.from(bytes));
    return this;
  }
  u8(value: number): this {
    return this.raw(Buffer.from([value & 0xff]));
  }
  u16(value: number): this {
    const buffer = Buffer.alloc(2);
    buffer.writeUInt16LE(value);
    return this.raw(buffer);
  }
  u24(value: number): this {
    return this.u16(value & 0xffff).u8(value >> 16);
  }
  u32(value: number): this {
    const buffer = Buffer.alloc(4);
    buffer.writeUInt32LE(value >>> 0);
    return this.raw(buffer);
  }
  u64(value: bigint): this {
    const buffer = Buffer.alloc(8);
    buffer.writeBigUInt64LE(BigInt.asUintN(64, value));
    return this.raw(buffer);
  }
  text(value: string): this {
    return this.raw(Buffer.from(value, "ucs2"));
  }
  /** UCS-2 behind its length in characters, one byte. */
  byteText(value: string): this {
    return this.u8(value.length).text(value);
  }
  /** UCS-2 behind its length in characters, two bytes. */
  shortText(value: string): this {
    return this.u16(value.length).text(value);
  }
}

/** Reads what `ByteWriter` writes. */
export class ByteReader {
  at = 0;
  readonly bytes: Buffer;
  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  get left(): number {
    return this.bytes.length - this.at;
  }
  raw(length: number): Buffer {
    if (length > this.left) throw new RangeError(`${length} bytes asked, ${this.left} left`);
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
  u8(): number {
    return this.raw(1).readUInt8();
  }
  u16(): number {
    return this.raw(2).readUInt16LE();
  }
  u24(): number {
    return this.u16() + this.u8() * 65_536;
  }
  u32(): number {
    return this.raw(4).readUInt32LE();
  }
  u64(): bigint {
    return this.raw(8).readBigUInt64LE();
  }
  text(characters: number): string {
    return this.raw(characters * 2).toString("ucs2");
  }
  byteText(): string {
    return this.text(this.u8());
  }
}
