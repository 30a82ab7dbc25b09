import { ByteReader } from "./tds-bytes.ts";
import { readType, readValue, type TdsType, type TdsValue } from "./tds-values.ts";

/** What a client sent, decoded. */
export type TdsRequest =
  | { readonly kind: "prelogin" }
  | { readonly kind: "login"; readonly user: string; readonly database: string; readonly application: string }
  | { readonly kind: "batch"; readonly text: string }
  | { readonly kind: "rpc"; readonly procedure: string; readonly text: string; readonly params: TdsParams }
  | {
      readonly kind: "bulk";
      readonly columns: readonly TdsBulkColumn[];
      readonly rows: readonly (readonly TdsValue[])[];
    }
  | { readonly kind: "begin" | "commit" | "rollback" | "savepoint" | "attention" | "other" };

/** A column of a bulk load as the client describes it. */
export type TdsBulkColumn = { readonly name: string; readonly nullable: boolean };

/** Parameters of a procedure by name, without the `@`. */
export type TdsParams = Readonly<Record<string, TdsValue>>;

const transactionKinds: Readonly<Record<number, "begin" | "commit" | "rollback" | "savepoint">> = {
  5: "begin",
  7: "commit",
  8: "rollback",
  9: "savepoint",
};
/** Procedures that clients name by number. */
const procedures: Readonly<Record<number, string>> = { 10: "sp_executesql", 11: "sp_prepare", 12: "sp_execute" };

/** Decode one message by its packet type. */
export function decodeRequest(type: number, bytes: Buffer): TdsRequest {
  const from = new ByteReader(bytes);
  switch (type) {
    case 0x12:
      return { kind: "prelogin" };
    case 0x10:
      return decodeLogin(bytes);
    case 0x01:
      skipHeaders(from);
      return { kind: "batch", text: from.text(from.left / 2) };
    case 0x03:
      skipHeaders(from);
      return decodeProcedure(from);
    case 0x07:
      return decodeBulk(from);
    case 0x0e:
      skipHeaders(from);
      return { kind: transactionKinds[from.u16()] ?? "other" };
    case 0x06:
      return { kind: "attention" };
    default:
      return { kind: "other" };
  }
}

const skipHeaders = (from: ByteReader): unknown => from.raw(from.u32() - 4);

function decodeLogin(bytes: Buffer): TdsRequest {
  const field = (at: number): string =>
    bytes.toString("ucs2", bytes.readUInt16LE(at), bytes.readUInt16LE(at) + bytes.readUInt16LE(at + 2) * 2);
  return { kind: "login", user: field(40), application: field(48), database: field(68) };
}

function decodeProcedure(from: ByteReader): TdsRequest {
  const length = from.u16();
  const procedure = length === 0xffff ? (procedures[from.u16()] ?? "?") : from.text(length);
  from.u16();
  const named: [string, TdsValue][] = [];
  while (from.left > 0) {
    const name = from.byteText();
    from.u8();
    const type = readType(from);
    named.push([name.replace(/^@/, ""), readValue(from, type)]);
  }
  if (procedure !== "sp_executesql") return { kind: "rpc", procedure, text: "", params: Object.fromEntries(named) };
  const [text] = named;
  // What follows the statement declares its parameters.
  return { kind: "rpc", procedure, text: String(text?.[1] ?? ""), params: Object.fromEntries(named.slice(2)) };
}

function decodeBulk(from: ByteReader): TdsRequest {
  from.u8();
  const columns: (TdsBulkColumn & { readonly type: TdsType })[] = [];
  for (let left = from.u16(); left > 0; left -= 1) {
    // The user's type, then flags, of which the first bit says that the column may be null.
    from.raw(4);
    const nullable = (from.u16() & 1) === 1;
    const type = readType(from);
    columns.push({ name: from.byteText(), nullable, type });
  }
  const rows: TdsValue[][] = [];
  while (from.u8() === 0xd1) rows.push(columns.map(({ type }) => readValue(from, type)));
  return { kind: "bulk", columns: columns.map(({ name, nullable }) => ({ name, nullable })), rows };
}
