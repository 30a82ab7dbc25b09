import { knownObject } from "../../core/known-object.ts";
import type { ObjectStore } from "../../core/ports/object-store.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import { FirstTold } from "./first-told.ts";

/** Objects of a bucket of which nobody can say what they hold. */
export type UnknownObjects = {
  /** Objects that were looked at. */
  readonly seen: number;
  /** Folders of tables that nobody declares: no gate can be asked about what lies in them. */
  readonly undeclared: FirstTold;
  /** Objects whose keys are none that the product, or who drops files for it, gives. */
  readonly strange: FirstTold;
};

/** Look at every key of the bucket, whatever its day. Marks of folders, which consoles make, are no objects. */
export async function unknownObjects(
  store: Pick<ObjectStore, "list">,
  tables: readonly Pick<TableSpec, "key">[],
): Promise<UnknownObjects> {
  const declared = new Set(tables.map(({ key }) => key));
  const [undeclared, strange] = [new FirstTold(), new FirstTold()];
  let seen = 0;
  let before = "";
  for await (const { key, bytes } of store.list("")) {
    if (key.endsWith("/") && bytes === 0) continue;
    seen++;
    const known = knownObject(key);
    if (known === undefined) strange.add(key);
    if (known?.kind !== "table" || declared.has(known.table)) continue;
    // Keys come in order: those of one folder follow each other.
    const folder = key.replace(/dt=.*$/, "");
    if (folder !== before) undeclared.add(folder);
    before = folder;
  }
  return { seen, undeclared, strange };
}
