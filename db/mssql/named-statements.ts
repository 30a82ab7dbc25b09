import type { InDialects } from "../../core/ports/database.ts";
import type { MartSpec, TableSpec } from "../../core/spec/asset.ts";
import type { GraphSpec } from "../../core/spec/graph.ts";
import { familyOf } from "../family.ts";
import {
  createSchemaBatch,
  createSubjectsStatement,
  rootKeysStatement,
  saveBlindIndexesStatement,
  saveRootKeyStatement,
  subjectColumns,
} from "../identity/mssql-identity-statements.ts";
import type { NamedStatement } from "../postgres/named-statements.ts";
import { mergeStatement } from "./merge-statement.ts";
import { governance } from "./statements/governance.ts";
import { backfills } from "./statements/backfills.ts";
import { ledger } from "./statements/ledger.ts";
import { forgetAside, martStatements, staleness } from "./statements/marts.ts";
import { migrations } from "./statements/migrations.ts";
import { quarantine } from "./statements/quarantine.ts";
import { absent, listing, reconcileStatements } from "./statements/reconcile.ts";
import { loadEnded, misfitsInSlice, stagingStatements } from "./statements/staging.ts";
import { state } from "./statements/state.ts";
import { throttle } from "./statements/throttle.ts";

/** The statements of the engine itself, whatever is declared. */
const engineStatements: Readonly<Record<string, string>> = {
  lock: state.lockName,
  "migrate/ledger": migrations.prepare,
  "migrate/applied": migrations.known,
  "migrate/write-down": migrations.record,
  "load/open": ledger.open,
  "load/manifest": ledger.byManifest,
  "load/state": ledger.load,
  "load/on-their-way": ledger.openLoads,
  "load/known": ledger.known,
  "load/refuse": ledger.refuse,
  "load/reopen": ledger.reopen,
  "load/ended": loadEnded,
  "load/merged-through": ledger.mergedThrough,
  "load/misfits-in-slice": misfitsInSlice,
  "load/claims": ledger.claims,
  "load/joined": ledger.joined,
  "load/loaded": state.loaded,
  "load/move-loaded": state.moveLoaded,
  materialisation: state.recordMaterialisation,
  "quarantine/waiting": quarantine.waiting,
  "quarantine/claim": quarantine.claim,
  "backfill/others": backfills.others,
  "backfill/begin": backfills.begin,
  "backfill/save": backfills.save,
  "backfill/one": backfills.one,
  "backfill/last": backfills.last,
  "throttle/reserve": throttle.reserve,
  "throttle/state": throttle.state,
  "throttle/set": throttle.change,
  "log-rate/edition": governance.edition,
  "log-rate/tier": governance.tier,
  "log-rate/instance": governance.instance,
  "log-rate/use": governance.use,
  "state/mirror": state.mirror,
  "state/mirrors": state.mirrors,
  "state/save-mirror": state.saveMirror,
  "state/record-run": state.recordRun,
  "api-key/add": state.addApiKey,
  "api-key/find": state.findApiKey,
  "reconcile/begun": listing.begun,
  "reconcile/forget": listing.forget,
  "reconcile/age-absent": absent.age,
  "reconcile/count-absent": absent.count,
  "mart/built": staleness.built,
  "mart/changed": staleness.wholeChanges,
  "mart/changed-days": staleness.changedDays,
  "mart/marks": staleness.marks,
  "mart/mark-built": staleness.markBuilt,
  "mart/forget-aside": forgetAside,
  "identity/schema": createSchemaBatch,
  "identity/subjects": subjectColumns,
  "identity/create-subjects": createSubjectsStatement,
  "identity/save-blind-indexes": saveBlindIndexesStatement,
  "identity/root-keys": rootKeysStatement,
  "identity/save-root-key": saveRootKeyStatement,
};

/** Every statement that a deployment's tables and marts make db/mssql send; migrations and KPI reads are told by those who write them. */
export const namedStatements = (
  spec: Pick<GraphSpec, "tables" | "marts">,
  martText: ReadonlyMap<string, InDialects<string>>,
): readonly NamedStatement[] =>
  [
    ...Object.entries(engineStatements),
    ...spec.tables.flatMap((table) => Object.entries(ofTable(table, spec.tables))),
    ...spec.marts.flatMap((mart) => Object.entries(ofMart(mart, martText.get(mart.key)?.mssql ?? ""))),
  ].map(([name, text]) => ({ name, text }));

function ofTable(table: TableSpec, tables: readonly TableSpec[]): Readonly<Record<string, string>> {
  const [staging, vanished] = [stagingStatements(table), reconcileStatements(table)];
  return {
    [`stage/${table.key}/replace-range`]: staging.replaceRange,
    [`stage/${table.key}/replace-list`]: staging.replaceEach,
    [`stage/${table.key}/quarantine`]: staging.quarantine,
    [`stage/${table.key}/through`]: staging.through,
    [`stage/${table.key}/drop`]: staging.clear,
    [`merge/${table.key}/slice`]: mergeStatement(table, familyOf(tables, table)),
    [`merge/${table.key}/finish`]: ledger.finish(table),
    [`reconcile/${table.key}/count`]: vanished.count,
    [`reconcile/${table.key}/flag`]: vanished.flag,
    ...(vanished.restore !== undefined && { [`reconcile/${table.key}/restore`]: vanished.restore }),
    [`reconcile/${table.key}/forget-absent`]: vanished.forget,
    [`reconcile/${table.key}/note-absent`]: vanished.note,
  };
}

function ofMart(mart: MartSpec, text: string): Readonly<Record<string, string>> {
  const statements = martStatements(mart, text);
  return {
    [`mart/${mart.key}/aside`]: statements.make,
    [`mart/${mart.key}/compute`]: statements.build,
    [`mart/${mart.key}/difference`]: statements.compare,
    [`mart/${mart.key}/swap`]: statements.swap,
  };
}
