import { contextPrefix, contextSuffix, openBytes, sealBytes, valueType, type SealingKey } from "../sealed-value.ts";
import { pidBytes } from "../subjects.ts";

/** What people write about a reveal may name others: it is kept sealed, in the line that it was written in. Opening throws as `openBytes`. */
export function reasonSealing(deployment: string, key: SealingKey) {
  const prefix = contextPrefix({ deployment, source: "sillage", entity: "reveal", field: "reason" });
  const suffixOf = (seq: number): Buffer => contextSuffix(pidBytes(null), String(seq));
  return {
    seal: (seq: number, reason: string): string =>
      sealBytes({
        suite: 2,
        type: valueType.utf8,
        key,
        prefix,
        suffix: suffixOf(seq),
        clear: Buffer.from(reason, "utf8"),
      }).toString("base64url"),
    open: (seq: number, sealed: string): string =>
      openBytes(Buffer.from(sealed, "base64url"), key, prefix, suffixOf(seq)).clear.toString("utf8"),
  };
}
