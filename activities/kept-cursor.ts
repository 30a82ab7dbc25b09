import type { PageCursor } from "../core/ports/source-reader.ts";
import type { Sealer } from "../core/ports/sealer.ts";
import type { TableSpec } from "../core/spec/asset.ts";

type TextCursor = Extract<PageCursor, { readonly kind: "text" }>;

/** A cursor as a heartbeat may hold it. Temporal keeps heartbeats in clear, and a source's text (the last id, a link) may name a person: it is sealed. */
export type KeptCursor =
  | Exclude<PageCursor, TextCursor>
  | (Omit<TextCursor, "kind" | "at"> & { readonly kind: "sealed"; readonly sealed: string });

/** Seal a cursor's text; other cursors are counts and a fingerprint of what was read, and stay as they are. */
export async function keepCursor(sealer: Sealer, table: TableSpec, cursor: PageCursor): Promise<KeptCursor> {
  if (cursor.kind !== "text") return cursor;
  const { kind: _text, at, ...place } = cursor;
  return { ...place, kind: "sealed", sealed: await sealer.sealCursor(table, at) };
}

/** The cursor that was kept. */
export async function openCursor(sealer: Sealer, table: TableSpec, kept: KeptCursor): Promise<PageCursor> {
  if (kept.kind !== "sealed") return kept;
  const { kind: _sealed, sealed, ...place } = kept;
  return { ...place, kind: "text", at: await sealer.openCursor(table, sealed) };
}
