import { SillageError } from "../core/errors.ts";
import type { DialectName, InDialects } from "../core/ports/database.ts";
import type { MartSpec } from "../core/spec/asset.ts";

/** The queries of a deployment's marts by key. */
export type MartTexts = ReadonlyMap<string, InDialects<string>>;

/** A mart's query in a dialect. Throws `mart.no-text`. */
export function martTextOf(texts: MartTexts, mart: MartSpec, dialect: DialectName): string {
  const text = texts.get(mart.key)?.[dialect];
  if (text !== undefined) return text;
  throw new SillageError({
    code: "mart.no-text",
    message: `The mart ${mart.key} has no query.`,
    fix: "Declare it with mart() and add it to defineGraph.",
  });
}
