import { ByteWriter } from "./tds-bytes.ts";
import { writeType, writeValue, type TdsType, type TdsValue } from "./tds-values.ts";

/** A column of an answer. */
export type TdsColumn = { readonly name: string; readonly type: TdsType };
/** An error as the server tells it. */
export type TdsError = {
  readonly number: number;
  readonly message?: string;
  readonly state?: number;
  readonly severity?: number;
};

const envChange = (type: number, write: (to: ByteWriter) => void): Buffer => {
  const body = new ByteWriter().u8(type);
  write(body);
  return new ByteWriter().u8(0xe3).u16(body.bytes.length).raw(body.bytes).bytes;
};

/** What a login is answered with: database, collation, packet size, acknowledgement. */
export function loginTokens(database: string): Buffer {
  const ack = new ByteWriter()
    .u8(1)
    .raw(Buffer.from([0x74, 0, 0, 4]))
    .byteText("Microsoft SQL Server")
    .raw(Buffer.from([16, 0, 0, 0]));
  return Buffer.concat([
    envChange(1, (to) => to.byteText(database).byteText("master")),
    envChange(7, (to) =>
      to
        .u8(5)
        .raw(Buffer.from([0x09, 0x04, 0xd0, 0x00, 0x34]))
        .u8(0),
    ),
    envChange(4, (to) => to.byteText("4096").byteText("4096")),
    new ByteWriter().u8(0xad).u16(ack.bytes.length).raw(ack.bytes).bytes,
    doneToken(),
  ]);
}

/** A transaction that began (8), was committed (9) or rolled back (10). */
export const transactionToken = (type: 8 | 9 | 10, descriptor: bigint): Buffer =>
  envChange(type, (to) => (type === 8 ? to.u8(8).u64(descriptor).u8(0) : to.u8(0).u8(8).u64(descriptor)));

/** DONE: of a batch, a procedure or an attention. */
export const doneToken = (
  options: { readonly rows?: number; readonly error?: boolean; readonly attention?: boolean } = {},
) =>
  new ByteWriter()
    .u8(0xfd)
    .u16(
      (options.error === true ? 2 : 0) | (options.rows === undefined ? 0 : 16) | (options.attention === true ? 32 : 0),
    )
    .u16(0)
    .u64(BigInt(options.rows ?? 0)).bytes;

/** ERROR. */
export function errorToken({ number, message = `error ${number}`, state = 1, severity = 16 }: TdsError): Buffer {
  const body = new ByteWriter()
    .u32(number)
    .u8(state)
    .u8(severity)
    .shortText(message)
    .byteText("double")
    .byteText("")
    .u32(1);
  return new ByteWriter().u8(0xaa).u16(body.bytes.length).raw(body.bytes).bytes;
}

/** COLMETADATA and a ROW for each row. */
export function rowsTokens(columns: readonly TdsColumn[], rows: readonly (readonly TdsValue[])[]): Buffer {
  const to = new ByteWriter().u8(0x81).u16(columns.length);
  for (const { name, type } of columns) {
    to.u32(0).u16(0x09);
    writeType(to, type);
    to.byteText(name);
  }
  for (const row of rows) {
    to.u8(0xd1);
    for (const [at, { type }] of columns.entries()) writeValue(to, type, row[at] ?? null);
  }
  return to.bytes;
}

/** Columns and values of rows given as objects; types are told by their values. */
export function tokensOf(rows: readonly Readonly<Record<string, TdsValue>>[]): Buffer {
  const names = Object.keys(rows[0] ?? {});
  const columns = names.map((name) => ({ name, type: typeOf(rows.map((row) => row[name] ?? null)) }));
  return rowsTokens(
    columns,
    rows.map((row) => names.map((name) => row[name] ?? null)),
  );
}

function typeOf(values: readonly TdsValue[]): TdsType {
  const value = values.find((one) => one !== null);
  if (typeof value === "boolean") return { kind: "bit" };
  if (typeof value === "number") return Number.isInteger(value) ? { kind: "int", length: 8 } : { kind: "float" };
  return { kind: Buffer.isBuffer(value) ? "varbinary" : "nvarchar", length: -1 };
}
