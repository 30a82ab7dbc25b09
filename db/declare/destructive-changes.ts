import type { Snapshot } from "./drizzle-kit.ts";
import { ofKind, tableName } from "./snapshot-entities.ts";

type Column = ReturnType<typeof ofKind<"columns">>[number];

/** Staging is emptied by every load: nothing is lost with it. */
const keeps = (entity: { readonly schema: string }): boolean => entity.schema !== "staging";

/** What a new layout takes away from the rows of a known one, or asks of them that they may not meet: one sentence each. */
export function destructiveChanges(known: Snapshot, wanted: Snapshot): readonly string[] {
  const tables = new Set(ofKind(wanted, "tables").map((table) => `${table.schema}.${table.name}`));
  const before = ofKind(known, "tables")
    .filter(keeps)
    .map((table) => `${table.schema}.${table.name}`);
  return [
    ...before.filter((name) => !tables.has(name)).map((name) => `the table ${name} is removed`),
    ...columnChanges(known, wanted, new Set(before.filter((name) => tables.has(name)))),
    ...keyChanges(known, wanted),
  ];
}

function columnChanges(known: Snapshot, wanted: Snapshot, shared: ReadonlySet<string>): readonly string[] {
  const byName = (snapshot: Snapshot) =>
    new Map(
      ofKind(snapshot, "columns")
        .filter((column) => shared.has(tableName(column)))
        .map((column) => [`${tableName(column)}.${column.name}`, column]),
    );
  const [old, next] = [byName(known), byName(wanted)];
  const removed = [...old.keys()].filter((name) => !next.has(name)).map((name) => `the column ${name} is removed`);
  const changed = [...next].flatMap(([name, column]) => columnProblems(name, old.get(name), column));
  return [...removed, ...changed];
}

function columnProblems(name: string, old: Column | undefined, next: Column): readonly string[] {
  if (old === undefined)
    return next.notNull ? [`the column ${name} is new and not nullable, while stored rows lack it`] : [];
  return [
    ...(widens(old.type, next.type) ? [] : [`the column ${name} changes from ${old.type} to ${next.type}`]),
    ...(next.notNull && !old.notNull ? [`the column ${name} may no longer be null`] : []),
  ];
}

function keyChanges(known: Snapshot, wanted: Snapshot): readonly string[] {
  const keys = new Map(ofKind(wanted, "pks").map((key) => [tableName(key), key.columns.join(", ")]));
  return ofKind(known, "pks")
    .filter(keeps)
    .flatMap((key) => {
      const next = keys.get(tableName(key));
      return next === undefined || next === key.columns.join(", ")
        ? []
        : [`the key of ${tableName(key)} changes from (${key.columns.join(", ")}) to (${next})`];
    });
}

/** True when every value of one type fits the other, in the types of either dialect. */
function widens(from: string, to: string): boolean {
  if (from === to || (/^int(eger)?$/.test(from) && to === "bigint")) return true;
  const [old, next] = [sizes(from), sizes(to)];
  if (old.base !== next.base) return false;
  if (old.base === "varchar" || old.base === "nvarchar") return next.size >= old.size;
  const isDecimal = old.base === "numeric" || old.base === "decimal";
  return isDecimal && next.scale >= old.scale && next.size - next.scale >= old.size - old.scale;
}

/** For instance `nvarchar(max) collate …` is of base nvarchar and without bounds. */
function sizes(type: string): { readonly base: string; readonly size: number; readonly scale: number } {
  const [base = "", size = "0", scale = "0"] = type.split(/[(,)]/);
  return { base, size: size === "max" ? Number.POSITIVE_INFINITY : Number(size), scale: Number(scale) };
}
