import { createHash } from "node:crypto";
import type { AssetMirror } from "../core/ports/database.ts";
import { businessDay } from "../core/cast/zone.ts";
import type { DeclaredKpi, Range } from "../db/declare/kpi.ts";
import type { ApiDeps } from "./deps.ts";
import { nameOf } from "./kpi-schema.ts";

/** What a caller asked of a KPI, defaults filled in. */
export type Question = {
  readonly range: Range;
  readonly values: Readonly<Record<string, string | number>>;
  readonly media: "json" | "csv" | "excel";
};
/** A KPI's rows under their answer names. */
export type AnswerRow = Readonly<Record<string, string | number | boolean | null>>;

const dayMs = 86_400_000;

/** The half-open range of business days: the last 30 up to today, unless told. */
export function rangeOf(
  deps: Pick<ApiDeps, "clock" | "deployed">,
  query: { readonly from?: string | undefined; readonly to?: string | undefined; readonly site?: number | undefined },
): Range {
  const tomorrow = new Date(Date.parse(businessDay(deps.clock.now().toISOString(), deps.deployed.zone)) + dayMs)
    .toISOString()
    .slice(0, 10);
  const to = query.to ?? tomorrow;
  return { from: query.from ?? new Date(Date.parse(to) - 30 * dayMs).toISOString().slice(0, 10), to, site: query.site };
}

/** A weak ETag over all that an answer depends on: an unchanged night is a 304. */
export function etagOf(
  kpi: DeclaredKpi,
  mirrors: readonly AssetMirror[],
  question: Question,
  consumer: string,
): string {
  const parts = [kpi.spec.version, mirrors.map((mirror) => mirror.materialisationId), question, consumer];
  return `W/"${createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 22)}"`;
}

/** Run a KPI's statement and give its rows as they are answered: money as numbers, people as aliases. */
export async function answerRows(
  deps: ApiDeps,
  kpi: DeclaredKpi,
  question: Question,
  consumer: string,
): Promise<readonly AnswerRow[]> {
  const { text, params } = kpi.statement(question.range, question.values);
  const rows = await deps.database.query(text, params);
  return rows.map((row) =>
    Object.fromEntries(
      kpi.columns.map((column) => [
        nameOf(kpi, column),
        valueOf(deps, kpi, column.name, column.type.kind, row[column.name], consumer),
      ]),
    ),
  );
}

function valueOf(
  deps: ApiDeps,
  kpi: DeclaredKpi,
  name: string,
  kind: string,
  value: unknown,
  consumer: string,
): string | number | boolean | null {
  if (value === null || value === undefined) return null;
  if (name === kpi.alias) return deps.aliasOf(consumer, String(value));
  if (kind === "decimal" || kind === "int" || kind === "bigint") return Number(value);
  return typeof value === "boolean" ? value : String(value);
}

/** What an answer says of itself. */
export function metaOf(deps: ApiDeps, kpi: DeclaredKpi, mirrors: readonly AssetMirror[]) {
  return {
    currency: "EUR" as const,
    timezone: deps.deployed.zone,
    dataAsOf: oldest(mirrors.map((mirror) => mirror.loadedThrough ?? mirror.materialisedAt)),
    assets: mirrors.map((mirror) => ({
      key: mirror.asset,
      materialisationId: mirror.materialisationId,
      watermark: mirror.loadedThrough,
    })),
    complete: mirrors.length === kpi.spec.deps.length,
    suppressed: 0,
  };
}

/** The oldest of some instants; null when there is none. */
export const oldest = (instants: readonly (string | null)[]): string | null =>
  instants.filter((instant) => instant !== null).sort()[0] ?? null;

/** Keys of the assets that are older than they promise to be. */
export function lateAssets(deps: ApiDeps, mirrors: readonly AssetMirror[]): readonly string[] {
  return mirrors.flatMap((mirror) => {
    const within = deps.deployed.graph.asset(mirror.asset).freshness?.ms;
    const asOf = mirror.loadedThrough ?? mirror.materialisedAt;
    return within !== undefined && asOf !== null && deps.clock.now().getTime() - Date.parse(asOf) > within
      ? [mirror.asset]
      : [];
  });
}
