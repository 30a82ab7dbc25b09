import type { ActivityDeps } from "./deps.ts";

type Deps = {
  readonly database: Pick<ActivityDeps["database"], "assetControl">;
  readonly entities: Pick<ActivityDeps["entities"], "isPaused">;
};

/** Whether operators hold an asset: as its entity says, and by the database's mirror where the entity is lost. */
export const isPaused = async ({ database, entities }: Deps, asset: string): Promise<boolean> =>
  (await entities.isPaused(asset)) ?? (await database.assetControl(asset))?.pause != null;
