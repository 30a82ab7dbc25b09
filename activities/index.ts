import { createAssetCursor } from "./asset-cursor.ts";
import { createAssetReports } from "./asset-reports.ts";
import { createAssetControls } from "./asset-controls.ts";
import { createAutomationActivities } from "./automation.ts";
import { createAwaitLoad } from "./await-load.ts";
import { createBackfillActivities } from "./backfills.ts";
import { cancellableEntities } from "./cancellable-entities.ts";
import { createCheckTable } from "./check-table.ts";
import type { ActivityDeps } from "./deps.ts";
import { createEraseSubject } from "./erase-subject.ts";
import { createExtractPages } from "./extract-pages.ts";
import { createFindLoads } from "./find-loads.ts";
import { createFinishLoad } from "./finish-load.ts";
import { createMartActivities } from "./rebuild-mart.ts";
import { createMergePart } from "./merge-part.ts";
import { createOpenLoad } from "./open-load.ts";
import { createPlanRun } from "./plan-run.ts";
import { createReconcileIds } from "./reconcile-ids.ts";
import { createRecoverAsset } from "./recover-asset.ts";
import { createRefuseLoad } from "./refuse-load.ts";
import { createReplayQuarantine } from "./replay-quarantine.ts";
import { createRunActivities } from "./runs.ts";
import { createRereadActivities } from "./rereads.ts";
import { createRetentionActivities } from "./retention.ts";
import { createRevealFiles } from "./reveal-files.ts";
import { createRotateIndex } from "./rotate-index.ts";
import { createRotateKeys } from "./rotate-keys.ts";
import { createRotatePerson } from "./rotate-person.ts";
import { createSealForeign } from "./seal-foreign.ts";
import { createSensorActivities } from "./sensors.ts";
import { createStagePart } from "./stage-part.ts";
import { createStartPass } from "./start-pass.ts";
import { createUpkeepOf } from "./upkeep-of.ts";
import { createWriteManifest } from "./write-manifest.ts";

/** Every activity, given its dependencies. */
export function createActivities(given: ActivityDeps) {
  const deps: ActivityDeps = { ...given, entities: cancellableEntities(given.entities) };
  return {
    planRun: createPlanRun(deps),
    ...createAssetCursor(deps),
    ...createAssetReports(deps),
    ...createAssetControls(deps),
    ...createAutomationActivities(deps),
    recoverAsset: createRecoverAsset(deps),
    startPass: createStartPass(deps),
    extractPages: createExtractPages(deps),
    writeManifest: createWriteManifest(deps),
    sealForeign: createSealForeign(deps),
    ...createReplayQuarantine(deps),
    openLoad: createOpenLoad(deps),
    stagePart: createStagePart(deps),
    mergePart: createMergePart(deps),
    finishLoad: createFinishLoad(deps),
    checkTable: createCheckTable(deps),
    refuseLoad: createRefuseLoad(deps),
    awaitLoad: createAwaitLoad(deps),
    ...createMartActivities(deps),
    reconcileIds: createReconcileIds(deps),
    upkeepOf: createUpkeepOf(deps),
    ...createRereadActivities(deps),
    ...createSensorActivities(deps),
    ...createBackfillActivities(deps),
    ...createRotateKeys(deps),
    ...createRotateIndex(deps),
    ...createRotatePerson(deps),
    ...createRetentionActivities(deps),
    ...createEraseSubject(deps),
    ...createRevealFiles(deps),
    findLoads: createFindLoads(deps),
    ...createRunActivities(deps),
  };
}

/** The activities' signatures, which workflows import as a type. */
export type Activities = ReturnType<typeof createActivities>;
