import { SillageError } from "../../core/errors.ts";
import type { InDialects, MartPort } from "../../core/ports/database.ts";
import type { MartSpec } from "../../core/spec/asset.ts";
import { lockTables } from "./lock-tables.ts";
import { recordMaterialisation } from "./record-materialisation.ts";
import { quoted } from "./names.ts";
import { newId } from "./new-id.ts";
import type { SqlScope, SqlSession } from "./session.ts";

/** Marts rebuilt by day: computed aside, compared, swapped in one transaction, so that no reader sees half a day. */
export function martPort(sql: SqlSession, martText: ReadonlyMap<string, InDialects<string>>): MartPort {
  return {
    buildMart: (mart, days) =>
      sql.transaction(async (scope) => {
        const text = textOf(martText, mart);
        await lockTables(scope, [mart.key]);
        // Days that became stale since they were asked for would be behind the mark that this build sets.
        const stale = await staleDays(scope, mart);
        const chosen = days === undefined || stale === undefined ? undefined : [...new Set([...days, ...stale])];
        const built = await rebuild(scope, mart, text, chosen);
        await scope.query("update sillage.asset_state set built_at = now(), built_version = $2 where asset = $1", [
          mart.key,
          mart.version,
        ]);
        return built;
      }),
    staleDays: (mart) => staleDays(sql, mart),
  };
}

/** Re-read before a mart's last build: changes that were being committed while it ran. A day rebuilt for nothing changes nothing. */
const overlap = "1 hour";

async function staleDays(sql: SqlScope, mart: MartSpec): Promise<readonly string[] | undefined> {
  const [known] = await sql.query<{ built: string | null; version: string | null }>(
    "select built_at as built, built_version as version from sillage.asset_state where asset = $1 and materialisation_id is not null",
    [mart.key],
  );
  if (known?.built == null || known.version !== mart.version) return undefined;
  const whole = mart.deps.filter((dep) => dep.rebuild === true).map((dep) => dep.key);
  const [changed] = await sql.query<{ n: number }>(
    `select count(*) as n from sillage.materialisation where asset = any($1) and at >= $2::timestamptz - interval '${overlap}'`,
    [whole, known.built],
  );
  if ((changed?.n ?? 0) > 0) return undefined;
  const deps = mart.deps.filter((dep) => dep.days).map((dep) => dep.key);
  const rows = await sql.query<{ day: string }>(
    `select distinct day from sillage.materialisation, unnest(days) as day
     where asset = any($1) and at >= $2::timestamptz - interval '${overlap}' order by day`,
    [deps, known.built],
  );
  return rows.map((row) => row.day);
}

function textOf(martText: ReadonlyMap<string, InDialects<string>>, mart: MartSpec): string {
  const text = martText.get(mart.key)?.postgres;
  if (text !== undefined) return text;
  throw new SillageError({
    code: "mart.no-text",
    message: `The mart ${mart.key} has no query.`,
    fix: "Declare it with mart() and add it to defineGraph.",
  });
}

async function rebuild(scope: SqlScope, mart: MartSpec, text: string, days: readonly string[] | undefined) {
  const columns = mart.columns.map((column) => quoted(column.physical)).join(", ");
  const target = `"mart".${quoted(mart.key)}`;
  const chosen = "($1::date[] is null or day = any($1::date[]))";
  await scope.exec(`create temp table "rebuilt" on commit drop as select ${columns} from ${target} limit 0`);
  await scope.query(`insert into "rebuilt" (${columns}) ${text}`, [days ?? null]);
  const current = `select ${columns} from ${target} where ${chosen}`;
  const [difference] = await scope.query<{ days: readonly string[]; rows: number }>(
    `select (select coalesce(array_agg(distinct day order by day), '{}') from ((table "rebuilt" except (${current})) union all ((${current}) except table "rebuilt")) as differing) as days,
       (select count(*) from "rebuilt") as rows`,
    [days ?? null],
  );
  const { rows = 0, days: changed = [] } = difference ?? {};
  const [known] = await scope.query<{ id: string }>(
    "select materialisation_id as id from sillage.asset_state where asset = $1 and materialisation_id is not null",
    [mart.key],
  );
  if (known !== undefined && changed.length === 0) return { rows, materialisationId: known.id, changed: false };
  await scope.query(`delete from ${target} where ${chosen}`, [days ?? null]);
  await scope.exec(`insert into ${target} (${columns}) select ${columns} from "rebuilt"`);
  const id = newId();
  await recordMaterialisation(scope, { id, asset: mart.key, loadId: null, rows, days: changed });
  return { rows, materialisationId: id, changed: true };
}
