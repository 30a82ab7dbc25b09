import type { Sealer } from "../core/ports/sealer.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import { contextPrefix, contextSuffix, openBytes, sealBytes, valueType, type SealingKey } from "./sealed-value.ts";
import { pidBytes } from "./subjects.ts";

/** Seals cursors under their table's key: a cursor belongs to its table, and to no row and no person of it. Opening throws as `openBytes`. */
export function cursorSealing(
  deployment: string,
  keyOf: (table: TableSpec) => Promise<SealingKey>,
): Pick<Sealer, "sealCursor" | "openCursor"> {
  const suffix = contextSuffix(pidBytes(null), "");
  const prefixOf = ({ source, key: entity }: TableSpec) =>
    contextPrefix({ deployment, source, entity, field: "_cursor" });
  return {
    async sealCursor(table, at) {
      const [key, prefix, clear] = [await keyOf(table), prefixOf(table), Buffer.from(at, "utf8")];
      return sealBytes({ suite: 2, type: valueType.utf8, key, prefix, suffix, clear }).toString("base64url");
    },
    async openCursor(table, sealed) {
      const opened = openBytes(Buffer.from(sealed, "base64url"), await keyOf(table), prefixOf(table), suffix);
      return opened.clear.toString("utf8");
    },
  };
}
