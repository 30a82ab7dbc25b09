import type { Snapshot } from "./drizzle-kit.ts";

type Entity = Snapshot["ddl"][number];
type Kind<K extends Entity["entityType"]> = Extract<Entity, { readonly entityType: K }>;

/** The entities of one kind in a layout: its tables, its columns, its keys (`pks`), its indexes. */
export const ofKind = <K extends Entity["entityType"]>(snapshot: Snapshot, kind: K): readonly Kind<K>[] =>
  [...snapshot.ddl].filter((entity: Entity): entity is Kind<K> => entity.entityType === kind);

/** Schema and table of what belongs to a table. */
export const tableName = (entity: { readonly schema: string; readonly table: string }): string =>
  `${entity.schema}.${entity.table}`;
