import type { ActivityDeps } from "./deps.ts";

/** Whether operators hold an asset: as its entity says, and by the database's mirror where the entity is lost. */
export const isPaused = async (
  { database, entities }: Pick<ActivityDeps, "database" | "entities">,
  asset: string,
): Promise<boolean> => (await entities.isPaused(asset)) ?? (await database.assetControl(asset))?.pause != null;
