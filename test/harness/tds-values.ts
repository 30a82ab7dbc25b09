import type { ByteReader, ByteWriter } from "./tds-bytes.ts";

/** A type as TDS describes it. `length` in bytes, -1 for (max). */
export type TdsType =
  | { readonly kind: "int"; readonly length: 1 | 2 | 4 | 8 }
  | { readonly kind: "bit" }
  | { readonly kind: "float" }
  | { readonly kind: "decimal"; readonly precision: number; readonly scale: number }
  | { readonly kind: "date" }
  | { readonly kind: "datetime2"; readonly scale: number }
  | { readonly kind: "nvarchar" | "char" | "varbinary"; readonly length: number };

/** Numbers as `number`, or text where a `number` would not hold them; dates and instants as ISO text. */
export type TdsValue = string | number | boolean | Buffer | null;

const collation = Buffer.from([0x09, 0x04, 0xd0, 0x00, 0x34]);
const max = 0xffff;
const daysToEpoch = 719_162;

/** Read a TYPE_INFO. */
export function readType(from: ByteReader): TdsType {
  const id = from.u8();
  switch (id) {
    case 0x26:
      return { kind: "int", length: intLength(from.u8()) };
    case 0x68:
      from.u8();
      return { kind: "bit" };
    case 0x6d:
      from.u8();
      return { kind: "float" };
    case 0x6a:
    case 0x6c:
      from.u8();
      return { kind: "decimal", precision: from.u8(), scale: from.u8() };
    case 0x28:
      return { kind: "date" };
    case 0x2a:
      return { kind: "datetime2", scale: from.u8() };
    case 0xe7: {
      const length = from.u16();
      from.raw(5);
      return { kind: "nvarchar", length: length === max ? -1 : length };
    }
    case 0xaf: {
      const length = from.u16();
      from.raw(5);
      return { kind: "char", length };
    }
    case 0xa5: {
      const length = from.u16();
      return { kind: "varbinary", length: length === max ? -1 : length };
    }
    default:
      throw new TypeError(`the double does not know the TDS type 0x${id.toString(16)}`);
  }
}

function intLength(length: number): 1 | 2 | 4 | 8 {
  if (length === 1 || length === 2 || length === 4 || length === 8) return length;
  throw new RangeError(`an integer of ${length} bytes`);
}

/** Write a TYPE_INFO. */
export function writeType(to: ByteWriter, type: TdsType): void {
  switch (type.kind) {
    case "int":
      to.u8(0x26).u8(type.length);
      return;
    case "bit":
      to.u8(0x68).u8(1);
      return;
    case "float":
      to.u8(0x6d).u8(8);
      return;
    case "decimal":
      to.u8(0x6a).u8(17).u8(type.precision).u8(type.scale);
      return;
    case "date":
      to.u8(0x28);
      return;
    case "datetime2":
      to.u8(0x2a).u8(type.scale);
      return;
    case "nvarchar":
      to.u8(0xe7)
        .u16(type.length === -1 ? max : type.length)
        .raw(collation);
      return;
    case "char":
      to.u8(0xaf).u16(type.length).raw(collation);
      return;
    case "varbinary":
      to.u8(0xa5).u16(type.length === -1 ? max : type.length);
  }
}

/** Read one value of a type. */
export function readValue(from: ByteReader, type: TdsType): TdsValue {
  if (type.kind === "nvarchar" || type.kind === "char" || type.kind === "varbinary") {
    const bytes = type.length === -1 ? readParts(from) : readShort(from);
    if (bytes === null) return null;
    if (type.kind === "char") return bytes.toString("latin1");
    return type.kind === "nvarchar" ? bytes.toString("ucs2") : Buffer.from(bytes);
  }
  const length = from.u8();
  return length === 0 ? null : readFixed(from, type, length);
}

function readFixed(from: ByteReader, type: TdsType, length: number): TdsValue {
  switch (type.kind) {
    case "int":
      return toNumber(from.raw(length));
    case "bit":
      return from.u8() === 1;
    case "float":
      return from.raw(length).readDoubleLE();
    case "decimal":
      return readDecimal(from, length, type.scale);
    case "date":
      return isoDay(from.u24());
    case "datetime2": {
      const ticks = from.raw(length - 3).readUIntLE(0, length - 3);
      const day = isoDay(from.u24());
      return new Date(Date.parse(day) + Math.round(ticks / 10 ** (type.scale - 3))).toISOString();
    }
    default:
      throw new TypeError(type.kind);
  }
}

function toNumber(bytes: Buffer): number | string {
  const value = bytes.length === 8 ? bytes.readBigInt64LE() : BigInt(bytes.readIntLE(0, bytes.length));
  return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
}

function readDecimal(from: ByteReader, length: number, scale: number): string {
  const sign = from.u8() === 1 ? "" : "-";
  let units = 0n;
  for (const [at, byte] of from.raw(length - 1).entries()) units += BigInt(byte) << BigInt(8 * at);
  const digits = units.toString().padStart(scale + 1, "0");
  return `${sign}${scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`}`;
}

const isoDay = (days: number): string => new Date((days - daysToEpoch) * 86_400_000).toISOString().slice(0, 10);

function readShort(from: ByteReader): Buffer | null {
  const length = from.u16();
  return length === max ? null : from.raw(length);
}

/** A (max) value comes in parts, an empty one last. */
function readParts(from: ByteReader): Buffer | null {
  if (from.u64() === 0xffff_ffff_ffff_ffffn) return null;
  const parts: Buffer[] = [];
  for (let length = from.u32(); length > 0; length = from.u32()) parts.push(from.raw(length));
  return Buffer.concat(parts);
}

/** Write one value of a type. */
export function writeValue(to: ByteWriter, type: TdsType, value: TdsValue): void {
  if (type.kind === "char")
    writeVariable(to, type.length, value === null ? null : Buffer.from(String(value), "latin1"));
  else if (type.kind === "nvarchar" || type.kind === "varbinary") writeVariable(to, type.length, value);
  else if (value === null) to.u8(0);
  else writeFixed(to, type, value);
}

function writeVariable(to: ByteWriter, length: number, value: TdsValue): void {
  if (value === null) {
    if (length === -1) to.u64(0xffff_ffff_ffff_ffffn);
    else to.u16(max);
    return;
  }
  const bytes = Buffer.isBuffer(value) ? value : Buffer.from(String(value), "ucs2");
  if (length !== -1) to.u16(bytes.length).raw(bytes);
  else if (bytes.length === 0) to.u64(0n).u32(0);
  else to.u64(BigInt(bytes.length)).u32(bytes.length).raw(bytes).u32(0);
}

function writeFixed(to: ByteWriter, type: TdsType, value: Exclude<TdsValue, null>): void {
  switch (type.kind) {
    case "int": {
      const bytes = Buffer.alloc(8);
      bytes.writeBigInt64LE(BigInt(String(value)));
      to.u8(type.length).raw(bytes.subarray(0, type.length));
      return;
    }
    case "bit":
      to.u8(1).u8(value === true ? 1 : 0);
      return;
    case "float": {
      const bytes = Buffer.alloc(8);
      bytes.writeDoubleLE(Number(value));
      to.u8(8).raw(bytes);
      return;
    }
    case "decimal":
      writeDecimal(to, String(value), type.scale);
      return;
    case "date":
      to.u8(3).u24(dayNumber(String(value)));
      return;
    case "datetime2":
      writeInstant(to, String(value), type.scale);
      return;
    default:
      throw new TypeError(type.kind);
  }
}

function writeDecimal(to: ByteWriter, text: string, scale: number): void {
  const [whole = "", fraction = ""] = text.replace("-", "").split(".");
  const units = BigInt(whole + fraction.padEnd(scale, "0"));
  to.u8(17)
    .u8(text.startsWith("-") ? 0 : 1)
    .u64(units)
    .u64(units >> 64n);
}

function writeInstant(to: ByteWriter, text: string, scale: number): void {
  const ticks = (Date.parse(text) % 86_400_000) * 10 ** (scale - 3);
  const length = scale <= 2 ? 3 : scale <= 4 ? 4 : 5;
  const bytes = Buffer.alloc(length);
  bytes.writeUIntLE(ticks, 0, length);
  to.u8(length + 3)
    .raw(bytes)
    .u24(dayNumber(text.slice(0, 10)));
}

const dayNumber = (day: string): number => Date.parse(day) / 86_400_000 + daysToEpoch;
