import type { InDialects } from "../../core/ports/database.ts";
import type { GraphSpec } from "../../core/spec/graph.ts";
import {
  createSchemaBatch,
  createSubjectsStatement,
  rootKeysStatement,
  saveBlindIndexesStatement,
  saveRootKeyStatement,
  subjectColumns,
} from "../identity/mssql-identity-statements.ts";
import type { NamedStatement } from "../postgres/named-statements.ts";
import {
  claimsStatement,
  finishStatement,
  joinedStatement,
  loadedStatement,
  moveLoadedStatement,
} from "./finish-load.ts";
import {
  knownLoadsStatement,
  openLoadsStatement,
  refuseStatement,
  reopenStatement,
  unstageStatement,
} from "./loads.ts";
import { loadStateStatement } from "./load-state.ts";
import { lockStatement } from "./lock-tables.ts";
import {
  asideStatement,
  builtStatement,
  changedDaysStatement,
  changedStatement,
  computeStatement,
  differenceStatement,
  forgetAsideStatement,
  markBuiltStatement,
  marksStatement,
  swapStatement,
} from "./mart-statements.ts";
import { mergedThroughStatement, misfitsInSliceStatement } from "./merge-slice.ts";
import { familyOf } from "../family.ts";
import { mergeStatement } from "./merge-statement.ts";
import { appliedStatement, ledgerBatch, writeDownStatement } from "./migrate.ts";
import { editionStatement, logRateStatement, logUseStatement } from "./log-rate.ts";
import { manifestStatement, openStatement } from "./open-load.ts";
import { claimStatement, waitingStatement } from "./quarantine.ts";
import { materialisationStatement } from "./record-materialisation.ts";
import { endedStatement, quarantineStatement, replaceStatement } from "./stage.ts";
import { stagedThroughStatement } from "./staged-through.ts";
import {
  addApiKeyStatement,
  findApiKeyStatement,
  mirrorsStatement,
  mirrorStatement,
  recordRunStatement,
  saveMirrorStatement,
} from "./state.ts";
import { reserveStatement, setThrottleStatement, throttleStatement } from "./throttle.ts";
import {
  ageAbsentStatement,
  begunStatement,
  countAbsentStatement,
  forgetAbsentStatement,
  forgetStatement,
  noteAbsentStatement,
  restoreStatement,
  vanishedStatement,
  vanishStatement,
} from "./vanished-statements.ts";

/** The statements of the engine itself, whatever is declared. */
const engineStatements: Readonly<Record<string, string>> = {
  lock: lockStatement,
  "migrate/ledger": ledgerBatch,
  "migrate/applied": appliedStatement,
  "migrate/write-down": writeDownStatement,
  "load/open": openStatement,
  "load/manifest": manifestStatement,
  "load/state": loadStateStatement,
  "load/on-their-way": openLoadsStatement,
  "load/known": knownLoadsStatement,
  "load/refuse": refuseStatement,
  "load/reopen": reopenStatement,
  "load/ended": endedStatement,
  "load/merged-through": mergedThroughStatement,
  "load/misfits-in-slice": misfitsInSliceStatement,
  "load/claims": claimsStatement,
  "load/joined": joinedStatement,
  "load/loaded": loadedStatement,
  "load/move-loaded": moveLoadedStatement,
  materialisation: materialisationStatement,
  "quarantine/waiting": waitingStatement,
  "quarantine/claim": claimStatement,
  "throttle/reserve": reserveStatement,
  "throttle/state": throttleStatement,
  "throttle/set": setThrottleStatement,
  "log-rate/edition": editionStatement,
  "log-rate/tier": logRateStatement,
  "log-rate/use": logUseStatement,
  "state/mirror": mirrorStatement,
  "state/mirrors": mirrorsStatement,
  "state/save-mirror": saveMirrorStatement,
  "state/record-run": recordRunStatement,
  "api-key/add": addApiKeyStatement,
  "api-key/find": findApiKeyStatement,
  "reconcile/begun": begunStatement,
  "reconcile/forget": forgetStatement,
  "reconcile/age-absent": ageAbsentStatement,
  "reconcile/count-absent": countAbsentStatement,
  "mart/built": builtStatement,
  "mart/changed": changedStatement,
  "mart/changed-days": changedDaysStatement,
  "mart/marks": marksStatement,
  "mart/mark-built": markBuiltStatement,
  "mart/forget-aside": forgetAsideStatement,
  "identity/schema": createSchemaBatch,
  "identity/subjects": subjectColumns,
  "identity/create-subjects": createSubjectsStatement,
  "identity/save-blind-indexes": saveBlindIndexesStatement,
  "identity/root-keys": rootKeysStatement,
  "identity/save-root-key": saveRootKeyStatement,
};

/** Every statement that a deployment's tables and marts make db/mssql send; migrations and KPI reads are told by those who write them. */
export function namedStatements(
  spec: Pick<GraphSpec, "tables" | "marts">,
  martText: ReadonlyMap<string, InDialects<string>>,
): readonly NamedStatement[] {
  const named: readonly (readonly [string, string])[] = [
    ...Object.entries(engineStatements),
    ...spec.tables.flatMap((table) => [
      [`stage/${table.key}/replace-range`, replaceStatement(table, "range")] as const,
      [`stage/${table.key}/replace-list`, replaceStatement(table, "list")] as const,
      [`stage/${table.key}/quarantine`, quarantineStatement(table)] as const,
      [`stage/${table.key}/through`, stagedThroughStatement(table)] as const,
      [`stage/${table.key}/drop`, unstageStatement(table.key)] as const,
      [`merge/${table.key}/slice`, mergeStatement(table, familyOf(spec.tables, table))] as const,
      [`merge/${table.key}/finish`, finishStatement(table)] as const,
      [`reconcile/${table.key}/count`, vanishedStatement(table)] as const,
      [`reconcile/${table.key}/flag`, vanishStatement(table)] as const,
      ...[restoreStatement(table)].flatMap((text) =>
        text === undefined ? [] : [[`reconcile/${table.key}/restore`, text] as const],
      ),
      [`reconcile/${table.key}/forget-absent`, forgetAbsentStatement(table)] as const,
      [`reconcile/${table.key}/note-absent`, noteAbsentStatement(table)] as const,
    ]),
    ...spec.marts.flatMap((mart) => [
      [`mart/${mart.key}/aside`, asideStatement(mart)] as const,
      [`mart/${mart.key}/compute`, computeStatement(mart, martText.get(mart.key)?.mssql ?? "")] as const,
      [`mart/${mart.key}/difference`, differenceStatement(mart)] as const,
      [`mart/${mart.key}/swap`, swapStatement(mart)] as const,
    ]),
  ];
  return named.map(([name, text]) => ({ name, text }));
}
