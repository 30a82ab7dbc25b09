import { fieldNames } from "../core/field-names.ts";
import { landedMisfit } from "../core/landed-misfit.ts";
import type { Json, LandedRow } from "../core/landed-row.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import { isOpen, isSealed } from "../core/spec/column.ts";
import { sealedSuite } from "./sealed-value.ts";

type Whitelist = { readonly open: ReadonlySet<string>; readonly sealed: ReadonlySet<string> };
type EngineField = { readonly holds: (table: TableSpec, value: Json) => boolean; readonly what: string };

const whitelists = new WeakMap<TableSpec, Whitelist>();
const hashPattern = /^[0-9a-f]{32}$/;
/** As people's pseudonyms are drawn: a random UUID. */
const pidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const base64urlPattern = /^[\w-]*$/;
const isText = (value: Json, pattern: RegExp): boolean => typeof value === "string" && pattern.test(value);

const engineFields: ReadonlyMap<string, EngineField> = new Map([
  ["_h", { holds: (_, value) => isText(value, hashPattern), what: "a row's hash" }],
  ["_p", { holds: (_, value) => isText(value, pidPattern), what: "a person's pseudonym" }],
  [
    "_misfit",
    { holds: (table, value) => landedMisfit(table, value) !== undefined, what: "a declared column and a known rule" },
  ],
]);

/** Says why a landed line must not be loaded, naming the field only; undefined when it may. Everything not declared is refused, and what is no engine's in the engine's fields. */
export function gateRow(table: TableSpec, row: LandedRow): string | undefined {
  const { open, sealed } = whitelistOf(table);
  for (const field in row) {
    if (open.has(field)) continue;
    const value = row[field] ?? null;
    const engine = engineFields.get(field);
    if (engine !== undefined) {
      if (!engine.holds(table, value)) return `its field "${field}" is not ${engine.what}`;
    } else if (!sealed.has(field))
      return `it holds the field "${fieldNames([field]).join("")}", which is not an open column`;
    else if (value !== null && !isSealedText(value)) return `its field "${field}" is not sealed`;
  }
  return undefined;
}

const isSealedText = (value: Json): boolean =>
  typeof value === "string" &&
  base64urlPattern.test(value) &&
  sealedSuite(Buffer.from(value, "base64url")) !== undefined;

function whitelistOf(table: TableSpec): Whitelist {
  const known = whitelists.get(table);
  if (known !== undefined) return known;
  const made = {
    open: new Set(table.columns.filter(isOpen).map((column) => column.name)),
    sealed: new Set([...table.columns.filter(isSealed).map((column) => column.name), "_u"]),
  };
  whitelists.set(table, made);
  return made;
}
