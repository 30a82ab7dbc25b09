import { createHash } from "node:crypto";
import type { AssetMirror } from "../core/ports/database.ts";
import { valueText } from "../core/value-text.ts";
import { isPeopleTable, valueOf, type DeclaredKpi } from "../db/declare/kpi.ts";
import type { Grain } from "../db/declare/query.ts";
import { changeOf, comparedRange, partnersOf } from "./compare.ts";
import type { Place } from "./cursor.ts";
import type { ApiDeps } from "./deps.ts";
import { completeness } from "./freshness.ts";
import { nextLink, type Question } from "./kpi-question.ts";
import { hiddenNames, nameOf, shownColumns } from "./kpi-schema.ts";
import { readPeople, type JudgedRow, type Row } from "./people-table.ts";
import type { Reason } from "./suppress.ts";

/** A cell as it is answered. */
export type Cell = string | number | boolean | null | { readonly suppressed: true; readonly reason: Reason };
/** A KPI's rows under their answer names. */
export type AnswerRow = Readonly<Record<string, Cell>>;
/** A page of a KPI's rows, how many of them are hidden, and where the next page is. */
export type Answer = {
  readonly data: readonly AnswerRow[];
  readonly suppressed: number;
  readonly next: string | null;
};

const nobody = "00000000-0000-0000-0000-000000000000";

/** A weak ETag over all that an answer depends on, what it says of its own age, the alias key and the suppression profile among it: until an asset changes or is complete through a later instant, it is a 304. */
export function etagOf(
  deps: Pick<ApiDeps, "aliasOf" | "deployed">,
  kpi: DeclaredKpi,
  mirrors: readonly AssetMirror[],
  question: Question,
  consumer: string,
): string {
  const parts = [
    kpi.spec.version,
    // A table read, or a mart rebuilt, without a change moves `dataAsOf` and its own watermark only.
    mirrors.map((mirror) => [mirror.materialisationId, mirror.loadedThrough]),
    question,
    consumer,
    deps.aliasOf(consumer, nobody),
    deps.deployed.suppression,
  ];
  return `W/"${createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 22)}"`;
}

/** Run a KPI's statement and give a page of its rows as they are answered: money as numbers, people as aliases, small cells hidden. */
export async function answerQuestion(
  deps: ApiDeps,
  kpi: DeclaredKpi,
  question: Question,
  consumer: string,
): Promise<Answer> {
  const found = isPeopleTable(kpi, question.values)
    ? pageOf(kpi, await readPeople(deps, kpi, question.range, question.values), question)
    : (await readPage(deps, kpi, question)).map(open);
  const page = found.slice(0, question.limit);
  const deltaOf = kpi.compared && (await deltas(deps, kpi, question));
  const last = page.at(-1);
  const shown = showing(deps, kpi, consumer);
  return {
    data: page.map(({ row, reason }) => ({
      ...shown(row, reason),
      ...(deltaOf && { delta: reason === undefined ? deltaOf(row) : null }),
    })),
    suppressed: page.filter(({ reason }) => reason !== undefined).length,
    next: found.length > page.length && last !== undefined ? nextLink(kpi, question, placeOf(kpi, last.row)) : null,
  };
}

/** One row more than the page, so that the last page is known. */
function readPage(deps: ApiDeps, kpi: DeclaredKpi, { range, values, after, limit }: Question): Promise<readonly Row[]> {
  return deps.database.read(kpi.statement(range, values, { after, most: limit + 1 }));
}

const open = (row: Row): JudgedRow => ({ row, reason: undefined });

/** The page of rows that were read whole, in the KPI's order. */
const pageOf = (kpi: DeclaredKpi, judged: readonly JudgedRow[], { after, limit }: Question): readonly JudgedRow[] =>
  judged
    .toSorted((left, right) => compareKeys(kpi, placeOf(kpi, left.row), placeOf(kpi, right.row)))
    .filter(({ row }) => after === undefined || compareKeys(kpi, placeOf(kpi, row), after) > 0)
    .slice(0, limit + 1);

function compareKeys(kpi: DeclaredKpi, left: Place, right: Place): number {
  for (const [at, key] of kpi.order.entries()) {
    const [a = 0, b = 0] = [left[at], right[at]];
    if (a !== b) return (a < b ? -1 : 1) * (key.startsWith("-") ? -1 : 1);
  }
  return 0;
}

const placeOf = (kpi: DeclaredKpi, row: Row): Place =>
  kpi.order.map((key) => {
    const value = row[key.replace(/^-/, "")];
    return typeof value === "number" ? value : valueText(value);
  });

/** How each row's amount changed; null for all without a comparison, and for a row that was hidden then. */
async function deltas(deps: ApiDeps, kpi: DeclaredKpi, question: Question): Promise<(row: Row) => number | null> {
  const { compared } = kpi;
  const { compare } = question;
  if (compared === undefined || compare === undefined) return () => null;
  const { column, param } = { column: compared.period ?? "period", param: compared.period ?? "grain" };
  const isOverTime = compared.by.includes(column);
  const grain = isOverTime ? grainOf(valueOf(kpi, question.values, param)) : "day";
  const range = comparedRange(question.range, compare, grain);
  const judged = isPeopleTable(kpi, question.values)
    ? await readPeople(deps, kpi, range, question.values)
    : (await deps.database.read(kpi.statement(range, question.values))).map(open);
  const then = new Map(
    judged.flatMap(({ row, reason }) =>
      reason === undefined && isThere(row[compared.of])
        ? [[likeness(compared.by.map((name) => row[name])), Number(row[compared.of])] as const]
        : [],
    ),
  );
  const partnerOf = isOverTime ? partnersOf(question.range, compare, grain) : undefined;
  const partner = (name: string, value: unknown) => (name === column ? partnerOf?.(String(value)) : value);
  return (row) => {
    const before = then.get(likeness(compared.by.map((name) => partner(name, row[name]))));
    return isThere(row[compared.of]) ? changeOf(Number(row[compared.of]), before) : null;
  };
}

const isThere = (value: unknown): boolean => value !== null && value !== undefined;
/** One text for rows that are alike in some columns; a period without a partner is like none. */
const likeness = (values: readonly unknown[]): string => JSON.stringify(values.map((value) => value ?? null));

const grainOf = (text: string): Grain =>
  text === "day" || text === "week" || text === "season" || text === "year" ? text : "month";

/** How rows are shown to a consumer; what is alike in all of them is looked up once. */
function showing(deps: ApiDeps, kpi: DeclaredKpi, consumer: string): (row: Row, reason?: Reason) => AnswerRow {
  const hidden = new Set(hiddenNames(kpi));
  const cells = shownColumns(kpi).map((column) => ({ column, name: nameOf(kpi, column) }));
  return (row, reason) =>
    Object.fromEntries(
      cells.map(({ column, name }): [string, Cell] => [
        name,
        reason !== undefined && hidden.has(column.name)
          ? { suppressed: true, reason }
          : cellOf(deps, kpi, column.name, column.type.kind, row[column.name], consumer),
      ]),
    );
}

function cellOf(
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
  return typeof value === "boolean" ? value : valueText(value);
}

/** What an answer says of itself. */
export function metaOf(deps: ApiDeps, mirrors: readonly AssetMirror[], suppressed: number) {
  return {
    currency: "EUR" as const,
    timezone: deps.deployed.zone,
    ...completeness(deps, mirrors),
    assets: mirrors.map((mirror) => ({
      key: mirror.asset,
      materialisationId: mirror.materialisationId,
      watermark: mirror.loadedThrough,
    })),
    suppressed,
  };
}
