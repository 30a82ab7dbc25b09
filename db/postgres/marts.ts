import { SillageError } from "../../core/errors.ts";
import type { MartPort } from "../../core/ports/database.ts";
import type { MartSpec } from "../../core/spec/asset.ts";
import { recordMaterialisation } from "./record-materialisation.ts";
import { quoted } from "./names.ts";
import { newId } from "./new-id.ts";
import type { SqlScope, SqlSession } from "./session.ts";

/** Marts rebuilt by day: computed aside, compared, swapped in one transaction, so that no reader sees half a day. */
export function martPort(sql: SqlSession, martText: ReadonlyMap<string, string>): MartPort {
  return { buildMart: (mart, days) => sql.transaction((scope) => rebuild(scope, mart, textOf(martText, mart), days)) };
}

function textOf(martText: ReadonlyMap<string, string>, mart: MartSpec): string {
  const text = martText.get(mart.key);
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
  await scope.query("select pg_advisory_xact_lock(hashtext($1))", [mart.key]);
  await scope.exec(`create temp table "rebuilt" on commit drop as select ${columns} from ${target} limit 0`);
  await scope.query(`insert into "rebuilt" (${columns}) ${text}`, [days ?? null]);
  const current = `select ${columns} from ${target} where ${chosen}`;
  const [difference] = await scope.query<{ differs: boolean; rows: number }>(
    `select exists((table "rebuilt" except (${current})) union all ((${current}) except table "rebuilt")) as differs, (select count(*) from "rebuilt") as rows`,
    [days ?? null],
  );
  const rows = difference?.rows ?? 0;
  const [known] = await scope.query<{ id: string }>(
    "select materialisation_id as id from sillage.asset_state where asset = $1 and materialisation_id is not null",
    [mart.key],
  );
  if (known !== undefined && difference?.differs === false)
    return { rows, materialisationId: known.id, changed: false };
  await scope.query(`delete from ${target} where ${chosen}`, [days ?? null]);
  await scope.exec(`insert into ${target} (${columns}) select ${columns} from "rebuilt"`);
  const id = newId();
  await recordMaterialisation(scope, { id, asset: mart.key, loadId: null, rows });
  return { rows, materialisationId: id, changed: true };
}
