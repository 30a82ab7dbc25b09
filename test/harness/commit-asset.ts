import { randomUUID } from "node:crypto";
import { ulid } from "ulid";
import type { AssetEntities } from "../../core/ports/asset-entities.ts";

/** Tell an asset's entity that a load of one row was merged by a run. Gives the materialisation's id. */
export async function commitAsset(entities: AssetEntities, asset: string): Promise<string> {
  const id = ulid();
  const report = { id, at: "2026-11-25T02:20:00Z", rows: 1, load: null, loadedThrough: null, ageMs: null } as const;
  await entities.materialised(asset, { ...report, origin: "run" }, randomUUID());
  return id;
}
