import type { InDialects } from "../../core/ports/database.ts";
import type { MartSpec, TableSpec } from "../../core/spec/asset.ts";
import type { GraphSpec } from "../../core/spec/graph.ts";
import type { CheckTexts } from "../declare/check-text.ts";
import { familyOf } from "../family.ts";
import { requestStatements } from "../identity/postgres-request-statements.ts";
import { namedIdentityStatements } from "../identity/named-identity-statements.ts";
import { indexStatements } from "../identity/postgres-index-statements.ts";
import { renewedStatements } from "../identity/postgres-renewed-statements.ts";
import { revealStatements } from "../identity/postgres-reveal-statements.ts";
import { identityStatements } from "../identity/postgres-identity-statements.ts";
import { mergeStatement } from "./merge-statement.ts";
import { audit } from "./statements/audit.ts";
import { automation } from "./statements/automation.ts";
import { checks } from "./statements/checks.ts";
import { deployed } from "./statements/deployed.ts";
import { erasure, erasureStatements, martErasure } from "./statements/erasure.ts";
import { partingStatements } from "./statements/parting.ts";
import { resealMisfits, resealStatements } from "./statements/reseal.ts";
import { compareStatement, drift } from "./statements/drift.ts";
import { sensors } from "./statements/sensors.ts";
import { backfills } from "./statements/backfills.ts";
import { pauses } from "./statements/pauses.ts";
import { runs } from "./statements/runs.ts";
import { ledger } from "./statements/ledger.ts";
import { martStatements, staleness } from "./statements/marts.ts";
import { migrations } from "./statements/migrations.ts";
import { partitions } from "./statements/partitions.ts";
import { server } from "./statements/server.ts";
import { quarantine } from "./statements/quarantine.ts";
import { absent, listing, reconcileStatements } from "./statements/reconcile.ts";
import {
  clearingStatements,
  loadEnded,
  mergeMemory,
  misfitsInSlice,
  stagingLock,
  stagingStatements,
} from "./statements/staging.ts";
import { state } from "./statements/state.ts";
import { throttle } from "./statements/throttle.ts";

/** A statement that the product sends, by a name that says when. */
export type NamedStatement = { readonly name: string; readonly text: string };

/** The name of each statement that does not depend on what is declared. */
const engineStatements: Readonly<Record<string, string>> = {
  lock: state.lockAssets,
  "migrate/ledger": migrations.prepare,
  "migrate/lock": migrations.lock,
  "server/facts": server.facts,
  "server/columns": server.columns,
  "migrate/names": migrations.applied,
  "migrate/applied": migrations.known,
  "migrate/write-down": migrations.record,
  "load/open": ledger.open,
  "load/manifest": ledger.byManifest,
  "load/state": ledger.load,
  "load/on-their-way": ledger.openLoads,
  "load/known": ledger.known,
  "load/finish": ledger.finish,
  "load/refuse": ledger.refuse,
  "load/before-refused": ledger.markBeforeRefused,
  "load/reopen": ledger.reopen,
  "load/ended": loadEnded,
  "load/merged-through": ledger.mergedThrough,
  "load/misfits-in-slice": misfitsInSlice,
  "merge/memory": mergeMemory,
  "load/claims": ledger.claims,
  "load/joined": ledger.joined,
  "load/loaded": state.loaded,
  "load/move-loaded": state.moveLoaded,
  "stage/lock": stagingLock,
  materialisation: state.recordMaterialisation,
  "materialisation/last": state.materialised,
  "quarantine/waiting": quarantine.waiting,
  "quarantine/next": quarantine.next,
  "quarantine/claim": quarantine.claim,
  "backfill/others": backfills.others,
  "backfill/begin": backfills.begin,
  "backfill/save": backfills.save,
  "backfill/one": backfills.one,
  "backfill/last": backfills.last,
  "run/begin": runs.begin,
  "run/step": runs.step,
  "run/end": runs.end,
  "run/list": runs.list,
  "run/one": runs.one,
  "run/steps": runs.steps,
  "run/days": runs.days,
  "run/claim-housekeeping": runs.claim,
  "run/count-old": runs.count,
  "run/sum-up": runs.sumUp,
  "run/forget-summed": runs.forgetSummed,
  "run/forget-steps": runs.forgetSteps,
  "run/forget": runs.forgetRuns,
  "run/forget-days": runs.forgetDays,
  "load/fold-slices": runs.foldSlices,
  "load/forget-slices": runs.forgetSlices,
  "drift/forget": runs.forgetDrifts,
  "evaluation/forget": runs.forgetEvaluations,
  "sensor/forget-runs": runs.forgetSensorRuns,
  "backfill/forget": runs.forgetBackfills,
  "quarantine/forget": runs.forgetMisfits,
  "audit/forget": runs.forgetAudits,
  "drift/record": drift.record,
  "drift/last": drift.last,
  "drift/list": drift.list,
  "sensor/all": sensors.all,
  "sensor/save": sensors.save,
  "sensor/add-run": sensors.addRun,
  "sensor/known-keys": sensors.known,
  "sensor/runs": sensors.runs,
  "throttle/reserve": throttle.reserve,
  "throttle/refused": throttle.refused,
  "throttle/state": throttle.state,
  "throttle/set": throttle.change,
  "state/mirror": state.mirror,
  "state/mirrors": state.mirrors,
  "state/save-mirror": state.saveMirror,
  "audit/record": audit.record,
  "audit/list": audit.list,
  "audit/individual": audit.individual,
  "audit/save-control": audit.saveControl,
  "audit/control": audit.control,
  "audit/materialisations": audit.materialisations,
  "audit/source-rates": audit.rates,
  "audit/set-source-rate": audit.setRate,
  "source/pause": pauses.pause,
  "source/pauses": pauses.lasting,
  "automation/keep-evaluation": automation.keepEvaluation,
  "automation/compact-evaluations": automation.compactEvaluations,
  "automation/evaluation-at": automation.evaluationAt,
  "automation/keep-incident": automation.keepIncident,
  "automation/compact-incidents": automation.compactIncidents,
  "automation/incidents": automation.incidents,
  "check/materialisation": checks.materialisation,
  "check/earlier": checks.earlier,
  "check/last": checks.last,
  "check/keep": checks.keep,
  "check/compact": checks.compact,
  "deployed/save": deployed.save,
  "deployed/forget": deployed.forget,
  "deployed/last": deployed.last,
  "erasure/record": erasure.record,
  "erasure/through": erasure.through,
  "erasure/restrict": erasure.restrict,
  "erasure/lift": erasure.lift,
  "erasure/make-stale": erasure.makeStale,
  "erasure/is-anybody-kept-out": erasure.isAnybodyKeptOut,
  "erasure/is-anybody-erased": erasure.isAnybodyErased,
  "erasure/empty-quarantined": erasure.emptyQuarantined,
  "erasure/purge-quarantined": erasure.purgeQuarantined,
  "erasure/count-quarantined": erasure.countQuarantined,
  "erasure/keep-entry": erasure.keepEntry,
  "reseal/misfits": resealMisfits,
  "erasure/last-entry": erasure.lastEntry,
  "api-key/add": state.addApiKey,
  "api-key/find": state.findApiKey,
  "api-key/list": state.apiKeys,
  "api-key/end": state.endApiKey,
  "reconcile/begun": listing.begun,
  "reconcile/keys": listing.keys,
  "reconcile/forget": listing.forget,
  "reconcile/age-absent": absent.age,
  "reconcile/count-absent": absent.count,
  "mart/built": staleness.built,
  "mart/changed": staleness.wholeChanges,
  "mart/changed-days": staleness.changedDays,
  "mart/last": staleness.materialisation,
  "mart/marks": staleness.marks,
  "mart/mark-built": staleness.markBuilt,
  "mart/failed-days": partitions.failed,
  "mart/keep-failed-days": partitions.keepFailed,
  "identity/begin-migration": identityStatements.beginMigration,
  "identity/schema": identityStatements.schema,
  "identity/0002-epochs": identityStatements.epochs0002,
  "identity/0008-room": identityStatements.room0008,
  "identity/0009-first": identityStatements.first0009,
  "identity/subjects": identityStatements.subjects,
  "identity/subject": identityStatements.subjectByPid,
  "identity/create-subjects": identityStatements.createSubjects,
  "identity/save-blind-indexes": identityStatements.saveBlindIndexes,
  "identity/blank-former-indexes": identityStatements.blankFormerIndexes,
  "identity/root-keys": identityStatements.rootKeys,
  "identity/root-key": identityStatements.rootKey,
  "identity/save-root-key": identityStatements.saveRootKey,
  "identity/replace-root-key": identityStatements.replaceRootKey,
  "identity/drop-root-key": identityStatements.dropRootKey,
  "identity/epochs": identityStatements.epochs,
  "identity/drain-epochs": identityStatements.drainEpochs,
  "identity/add-epoch": identityStatements.addEpoch,
  "identity/end-epoch": identityStatements.endEpoch,
  "identity/subjects-of-epoch": identityStatements.subjectsOfEpoch,
  "identity/move-subjects": identityStatements.moveSubjects,
  "identity/count-subjects": identityStatements.countSubjects,
  "identity/epoch-exposure": identityStatements.epochExposure,
  "identity/exposed-people": identityStatements.exposedPeople,
  ...namedIdentityStatements(requestStatements),
  "identity/0004-reveals": revealStatements.reveals0004,
  "identity/lock-reveals": revealStatements.lockReveals,
  "identity/last-reveal": revealStatements.lastReveal,
  "identity/count-reveals": revealStatements.countReveals,
  "identity/add-reveals": revealStatements.addReveals,
  "identity/reveals": revealStatements.reveals,
  "identity/reveals-of": revealStatements.revealsOf,
  "identity/forget-reveals": revealStatements.forgetReveals,
  "identity/standing": revealStatements.standing,
  "identity/add-decoy": revealStatements.addDecoy,
  "identity/living-pids": revealStatements.livingPids,
  ...namedIdentityStatements(indexStatements),
  ...namedIdentityStatements(renewedStatements),
};

/** Every statement that a deployment's tables and marts make db/postgres send; migrations and KPI reads are told by those who write them. */
export const namedStatements = (
  spec: Pick<GraphSpec, "tables" | "marts">,
  martText: ReadonlyMap<string, InDialects<string>>,
  checkTexts: CheckTexts,
): readonly NamedStatement[] =>
  [
    ...Object.entries(engineStatements),
    ...spec.tables.flatMap((table) => Object.entries(ofTable(table, spec.tables))),
    ...spec.tables.flatMap(({ key }) => ofChecks(key, "", checkTexts)),
    ...spec.marts.flatMap((mart) => Object.entries(ofMart(mart, martText.get(mart.key)?.postgres ?? ""))),
    ...spec.marts.flatMap((mart) => ofChecks(mart.key, martStatements(mart, "").candidate, checkTexts)),
  ].map(([name, text]) => ({ name, text }));

function ofTable(table: TableSpec, tables: readonly TableSpec[]): Readonly<Record<string, string>> {
  const [staging, vanished] = [stagingStatements(table), reconcileStatements(table)];
  const clearing = clearingStatements(table.key);
  return {
    [`stage/${table.key}/replace-range`]: staging.replaceRange,
    [`stage/${table.key}/replace-list`]: staging.replaceEach,
    [`stage/${table.key}/rows`]: staging.copy,
    [`stage/${table.key}/quarantine`]: staging.quarantine,
    [`stage/${table.key}/through`]: staging.through,
    [`stage/${table.key}/hold`]: clearing.hold,
    [`stage/${table.key}/others`]: clearing.others,
    [`stage/${table.key}/empty`]: clearing.emptied,
    [`stage/${table.key}/drop`]: clearing.cleared,
    [`merge/${table.key}/slice`]: mergeStatement(table, familyOf(tables, table)),
    [`drift/${table.key}/compare`]: compareStatement(table),
    ...namedErasure(table),
    ...namedParting(table),
    ...namedReseal(table),
    [`reconcile/${table.key}/count`]: vanished.count,
    [`reconcile/${table.key}/flag`]: vanished.flag,
    ...(vanished.restore !== undefined && { [`reconcile/${table.key}/restore`]: vanished.restore }),
    [`reconcile/${table.key}/forget-absent`]: vanished.forget,
    [`reconcile/${table.key}/note-absent`]: vanished.note,
  };
}

/** Only of a table that names people. */
const namedErasure = (table: TableSpec) => named(`erasure/${table.key}`, erasureStatements(table));

const named = (place: string, texts: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(texts).flatMap(([name, text]) => (text === undefined ? [] : [[`${place}/${name}`, text] as const])),
  );

const namedParting = (table: TableSpec): Readonly<Record<string, string>> =>
  Object.fromEntries(
    partingStatements(table).flatMap(({ column, ...texts }) =>
      Object.entries(texts).map(([name, text]) => [`part/${table.key}/${column}/${name}`, text]),
    ),
  );

const namedReseal = (table: TableSpec): Readonly<Record<string, string>> =>
  Object.fromEntries([...resealStatements(table)].map(([column, text]) => [`reseal/${table.key}/${column}`, text]));

const ofChecks = (asset: string, head: string, texts: CheckTexts): readonly (readonly [string, string])[] =>
  (texts.get(asset) ?? []).map(({ spec, text }) => [`check/${asset}/${spec.name}`, `${head}${text.postgres}`]);

function ofMart(mart: MartSpec, text: string): Readonly<Record<string, string>> {
  const statements = martStatements(mart, text);
  return {
    [`mart/${mart.key}/aside`]: statements.make,
    [`mart/${mart.key}/compute`]: statements.build,
    ...(statements.leaveOut === undefined ? {} : { [`mart/${mart.key}/leave-out`]: statements.leaveOut }),
    [`mart/${mart.key}/difference`]: statements.compare,
    [`mart/${mart.key}/clear`]: statements.clear,
    [`mart/${mart.key}/swap`]: statements.swap,
    ...named(`erasure/${mart.key}`, martErasure(mart) ?? {}),
  };
}
