import type { CastValue } from "../../../core/ports/database.ts";
import type { CellType } from "../../declare/layout.ts";
import type { CopyBuffer } from "./copy-buffer.ts";
import { daysOf, microsecondsOf } from "./instants.ts";
import { putNumeric } from "./put-numeric.ts";

/** Puts a cast value as one field. */
export type FieldWriter = (to: CopyBuffer, value: CastValue) => void;

/** How values of a type are put into COPY's binary format. Values are canonical, as casting leaves them. */
export function fieldWriter(type: CellType): FieldWriter {
  const put = writerOf(type);
  return (to, value) => (value === null ? to.absent() : put(to, value));
}

type Present = NonNullable<CastValue>;

function writerOf(type: CellType): (to: CopyBuffer, value: Present) => void {
  switch (type.kind) {
    case "int":
      return (to, value) => to.int32(Number(value));
    case "bigint":
      return (to, value) => to.int64(typeof value === "number" ? value : BigInt(String(value)));
    case "decimal":
      return (to, value) => putNumeric(to, String(value));
    case "bool":
      return (to, value) => to.boolean(value === true);
    case "instant":
      return (to, value) => to.int64(microsecondsOf(String(value)));
    case "date":
      return (to, value) => to.int32(daysOf(String(value)));
    case "uuid":
      return (to, value) => to.bytes(Buffer.from(String(value).replaceAll("-", ""), "hex"));
    case "json":
      return (to, value) => to.json(String(value));
    case "bytes":
      return (to, value) => (value instanceof Uint8Array ? to.bytes(value) : to.text(String(value)));
    case "text":
    case "code":
    case "oneOf":
    case "name":
      return (to, value) => to.text(String(value));
  }
}
