import { personalOf } from "../../core/register/personal-column.ts";
import type { AssetSpec } from "../../core/spec/asset.ts";
import type { ColumnSpec } from "../../core/spec/column.ts";
import type { Language } from "../../core/spec/dashboard.ts";
import { words } from "./words.ts";

/** What the cells of a column's row are headed by. */
export const columnHeads = [words.column, words.type, words.personal, words.description] as const;

/** A column as people read it: name, type, what it says of a person and what is done with that, what it means. */
export function columnCells(column: ColumnSpec, asset: AssetSpec, language: Language): readonly string[] {
  const personal = personalOf(column, asset);
  return [
    column.physical,
    typeText(column),
    personal === undefined ? "–" : `${personal.what} (${words[personal.action][language]})`,
    column.doc ?? "–",
  ];
}

/** A column's type, and what its values must be beside it. */
function typeText({ type, nullable, between, matching }: ColumnSpec): string {
  const size =
    type.kind === "decimal" ? `(${type.precision}, ${type.scale})` : "length" in type ? `(${type.length})` : "";
  const bounds = between === undefined ? "" : `, ${between.atLeast ?? "…"} – ${between.atMost ?? "…"}`;
  const pattern = matching === undefined ? "" : `, /${matching.pattern}/`;
  return `${type.kind}${size}${nullable ? "?" : ""}${bounds}${pattern}`;
}
