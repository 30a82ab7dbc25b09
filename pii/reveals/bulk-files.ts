import type { ObjectStore } from "../../core/ports/object-store.ts";
import type { Keyring } from "../keyring.ts";
import { contextPrefix, contextSuffix, openBytes, sealBytes, sealingKey, valueType } from "../sealed-value.ts";
import { pidBytes } from "../subjects.ts";

/** Files of bulk reveals in the object store, each sealed under a key of its own. */
export type BulkFiles = {
  readonly put: (id: string, text: string) => Promise<void>;
  /** Undefined when it is gone, or was never made. */
  readonly open: (id: string) => Promise<string | undefined>;
  readonly drop: (id: string) => Promise<void>;
};

/** Open the files of a deployment; their keys are derived from the root `audit-mac`. Opening throws as `openBytes`. */
export function bulkFiles({
  store,
  keyring,
  deployment,
}: {
  readonly store: ObjectStore;
  readonly keyring: Keyring;
  readonly deployment: string;
}): BulkFiles {
  const prefix = contextPrefix({ deployment, source: "sillage", entity: "reveal", field: "file" });
  const objectOf = (id: string): string => `reveals/${id}.sealed`;
  const boxOf = async (id: string) => ({
    key: sealingKey((await keyring.derived("audit-mac", `file/${id}`)).export()),
    prefix,
    suffix: contextSuffix(pidBytes(null), id),
  });
  return {
    async put(id, text) {
      const clear = Buffer.from(text, "utf8");
      await store.put(objectOf(id), sealBytes({ suite: 2, type: valueType.utf8, ...(await boxOf(id)), clear }));
    },
    async open(id) {
      if ((await store.head(objectOf(id))) === undefined) return undefined;
      const chunks: Uint8Array[] = [];
      for await (const chunk of await store.read(objectOf(id))) chunks.push(chunk);
      const { key, prefix, suffix } = await boxOf(id);
      return openBytes(Buffer.concat(chunks), key, prefix, suffix).clear.toString("utf8");
    },
    drop: (id) => store.remove(objectOf(id)),
  };
}
