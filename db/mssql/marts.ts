import { ulid } from "ulid";
import { completeThrough, type AssetMark } from "../../core/graph/complete-through.ts";
import type { MartBuild, MartPort } from "../../core/ports/mart-port.ts";
import type { MartSpec } from "../../core/spec/asset.ts";
import type { GraphSpec } from "../../core/spec/graph.ts";
import type { CheckTexts } from "../declare/check-text.ts";
import { checkedBuild, type Building, type Check } from "../checked-build.ts";
import { martTextOf, type MartTexts } from "../mart-text-of.ts";
import { jsonList, readList, utc } from "./json-list.ts";
import { lockTables } from "./lock-tables.ts";
import { recordMaterialisation } from "./record-materialisation.ts";
import type { SqlScope, SqlSession } from "./session.ts";
import { checks } from "./statements/checks.ts";
import { forgetAside, martStatements, staleness } from "./statements/marts.ts";
import { partitions } from "./statements/partitions.ts";

/** Marts rebuilt by day: computed aside, compared, swapped in one transaction, so that no reader sees half a day. `martText` is T-SQL; `@p1` is the days. */
export function martPort(
  sql: SqlSession,
  spec: Pick<GraphSpec, "tables" | "marts">,
  { martText, checkTexts }: { readonly martText: MartTexts; readonly checkTexts: CheckTexts },
): MartPort {
  return {
    buildMart: (mart, days, { cause = "", signal, stale } = {}) =>
      checkedBuild(
        sql,
        { checkTexts, statements: { dialect: "mssql", checks }, partitions, lock: lockTables },
        { mart: mart.key, days, cause, signal },
        (scope, building) =>
          published(scope, { mart, text: martTextOf(martText, mart, "mssql"), spec, stale }, days, building),
      ),
    staleDays: (mart) => staleDays(sql, mart),
  };
}

type Rebuilt = {
  readonly mart: MartSpec;
  readonly text: string;
  readonly spec: Pick<GraphSpec, "tables" | "marts">;
  readonly stale: MartBuild["stale"];
};

async function published(
  scope: SqlScope,
  { mart, text, spec, stale: leave }: Rebuilt,
  days: readonly string[] | undefined,
  { check, tries }: Building,
) {
  await lockTables(scope, [mart.key]);
  if (leave === "left" && (await builtAt(scope, mart)) !== undefined)
    return rebuild(scope, { mart, text }, days, check);
  // Before anything that the deps hold is read: what is loaded meanwhile may be missing in this build.
  const through = completeThrough(spec, await marksOf(scope, mart));
  // Days that became stale since they were asked for would be behind the mark that this build sets.
  const stale = await staleDays(scope, mart);
  const chosen = days === undefined || stale === undefined ? undefined : [...new Set([...days, ...stale])];
  tries(chosen);
  const built = await rebuild(scope, { mart, text }, chosen, check);
  await scope.query(staleness.markBuilt, [mart.key, mart.version, through]);
  return built;
}

type Built = { readonly built: string | null; readonly version: string | null; readonly id: string };

/** When a mart was built last, as the version that it is; undefined when it never was. */
async function builtAt(sql: SqlScope, mart: MartSpec) {
  const [known] = await sql.query<Built>(staleness.built, [mart.key]);
  return known?.built == null || known.version !== mart.version ? undefined : utc(known.built);
}

async function staleDays(sql: SqlScope, mart: MartSpec): Promise<readonly string[] | undefined> {
  const since = await builtAt(sql, mart);
  if (since === undefined) return undefined;
  const whole = mart.deps.filter((dep) => dep.rebuild === true).map((dep) => dep.key);
  const [changed] = await sql.query<{ n: number }>(staleness.wholeChanges, [jsonList(whole), since]);
  if ((changed?.n ?? 0) > 0) return undefined;
  const deps = mart.deps.filter((dep) => dep.days).map((dep) => dep.key);
  const [told] = await sql.query<{ days: string | null }>(staleness.changedDays, [jsonList(deps), since]);
  return readList(told?.days);
}

/** How far each dep of a mart is loaded by now. */
async function marksOf(scope: SqlScope, mart: MartSpec): Promise<readonly AssetMark[]> {
  const keys = mart.deps.map((dep) => dep.key);
  const known = await scope.query<AssetMark>(staleness.marks, [jsonList(keys)]);
  return keys.map((asset) => known.find((mark) => mark.asset === asset) ?? { asset, loadedThrough: null });
}

async function rebuild(
  scope: SqlScope,
  { mart, text }: Pick<Rebuilt, "mart" | "text">,
  days: readonly string[] | undefined,
  check: Check,
) {
  const [known] = await scope.query<Built>(staleness.built, [mart.key]);
  if (known !== undefined && days?.length === 0) return { rows: 0, materialisationId: known.id, changed: false };
  const list = days === undefined ? null : jsonList(days);
  const statements = martStatements(mart, text);
  await scope.exec(statements.make);
  await scope.query(statements.build, [list]);
  if (statements.leaveOut !== undefined) await scope.exec(statements.leaveOut);
  const [difference] = await scope.query<{ days: string | null; rows: number }>(statements.compare, [list]);
  const rows = difference?.rows ?? 0;
  const changed = readList(difference?.days);
  await check(scope, statements.candidate, [list]);
  if (known !== undefined && changed.length === 0) {
    await scope.exec(forgetAside);
    return { rows, materialisationId: known.id, changed: false };
  }
  await scope.query(statements.swap, [list]);
  await scope.exec(forgetAside);
  const id = ulid();
  await recordMaterialisation(scope, { id, asset: mart.key, loadId: null, rows, days: changed });
  return { rows, materialisationId: id, changed: true };
}
