import { sql, type SQL } from "drizzle-orm";
import type { DialectName, InDialects } from "../../core/ports/database.ts";
import type { AssetSpec } from "../../core/spec/asset.ts";
import type { CheckSpec } from "../../core/spec/check.ts";
import { isOpen } from "../../core/spec/column.ts";
import type { CheckOf, DeclaredCheck } from "./check.ts";
import { checked, measureOf } from "./check-measures.ts";
import type { Shown } from "./dialect.ts";
import { dialects } from "./dialects.ts";
import { inDialects } from "./in-dialects.ts";

/** A check with its statement in each dialect: one row, a `Measure`. A mart's stands behind a `with checked as (…)` that the dialect writes, since only it knows where a mart is rebuilt. */
export type CheckText = { readonly spec: CheckSpec; readonly text: InDialects<string> };

/** The checks of each asset, by its key. */
export type CheckTexts = ReadonlyMap<string, readonly CheckText[]>;

/** The typed table named `checked`, in a dialect. */
type SelfOf<Self> = (dialect: DialectName) => Self;

const answer = sql.identifier("answer");

const columns: readonly Shown[] = [
  { name: "figure", type: { kind: "decimal", precision: 38, scale: 6 } },
  { name: "failing", type: { kind: "int" } },
  { name: "compared", type: { kind: "decimal", precision: 38, scale: 6 } },
  { name: "latest", type: { kind: "instant", reads: "rfc3339" } },
];

/** The specs of an asset's checks. */
export const checkSpecs = <Self>(checks: readonly CheckOf<Self>[], self: SelfOf<Self>): readonly CheckSpec[] =>
  checks.map((check) => checkIn(check, () => self("postgres")).spec);

/** The statements of an asset's checks. */
export const checkTexts = <Self>(
  checks: readonly CheckOf<Self>[],
  asset: AssetSpec,
  self: SelfOf<Self>,
): readonly CheckText[] =>
  checks.map((check) => ({
    spec: checkIn(check, () => self("postgres")).spec,
    text: inDialects((dialect) => {
      const { renderInline, shown } = dialects[dialect];
      const head = asset.kind === "table" ? sql`with ${checked} as (${liveRows(asset)}) ` : sql``;
      const measured = measureOf(
        checkIn(check, () => self(dialect)),
        { asset, dialect },
      );
      return renderInline(sql`${head}select ${shown(columns, answer)} from (${measured}) as ${answer}`);
    }),
  }));

const checkIn = <Self>(check: CheckOf<Self>, self: () => Self): DeclaredCheck =>
  typeof check === "function" ? check(self()) : check;

/** The rows of a table that the source did not delete. */
function liveRows({ key, columns: all }: AssetSpec): SQL {
  const names = [...all.filter(isOpen).map(({ physical }) => physical), "_ordered_at", "business_day"];
  const list = sql.join(
    names.map((name) => sql.identifier(name)),
    sql`, `,
  );
  const deleted = all.find((column) => column.softDelete);
  const live = deleted === undefined ? sql`` : sql` where ${sql.identifier(deleted.physical)} is null`;
  return sql`select ${list} from ${sql.identifier("open")}.${sql.identifier(key)}${live}`;
}
