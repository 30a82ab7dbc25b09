import type { PgSnapshot } from "./drizzle-kit.ts";

type Entity = PgSnapshot["ddl"][number];
type Kind<K extends Entity["entityType"]> = Extract<Entity, { readonly entityType: K }>;

const ofKind = <K extends Entity["entityType"]>(snapshot: PgSnapshot, kind: K): readonly Kind<K>[] =>
  snapshot.ddl.filter((entity): entity is Kind<K> => entity.entityType === kind);
/** Staging is emptied by every load: nothing is lost with it. */
const keeps = (entity: { readonly schema: string }): boolean => entity.schema !== "staging";
const tableName = (entity: { readonly schema: string; readonly table: string }): string =>
  `${entity.schema}.${entity.table}`;

/** What a new layout takes away from the rows of a known one, or asks of them that they may not meet: one sentence each. */
export function destructiveChanges(known: PgSnapshot, wanted: PgSnapshot): readonly string[] {
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

function columnChanges(known: PgSnapshot, wanted: PgSnapshot, shared: ReadonlySet<string>): readonly string[] {
  const byName = (snapshot: PgSnapshot) =>
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

function columnProblems(name: string, old: Kind<"columns"> | undefined, next: Kind<"columns">): readonly string[] {
  if (old === undefined)
    return next.notNull ? [`the column ${name} is new and not nullable, while stored rows lack it`] : [];
  return [
    ...(widens(old.type, next.type) ? [] : [`the column ${name} changes from ${old.type} to ${next.type}`]),
    ...(next.notNull && !old.notNull ? [`the column ${name} may no longer be null`] : []),
  ];
}

function keyChanges(known: PgSnapshot, wanted: PgSnapshot): readonly string[] {
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

/** True when every value of one type fits the other. */
function widens(from: string, to: string): boolean {
  if (from === to || (from === "integer" && to === "bigint")) return true;
  const [old, next] = [sizes(from), sizes(to)];
  if (old.base !== next.base) return false;
  if (old.base === "varchar") return next.size >= old.size;
  return old.base === "numeric" && next.scale >= old.scale && next.size - next.scale >= old.size - old.scale;
}

function sizes(type: string): { readonly base: string; readonly size: number; readonly scale: number } {
  const [base = "", size = "0", scale = "0"] = type.split(/[(,)]/);
  return { base, size: Number(size), scale: Number(scale) };
}
