import { fieldNames } from "../core/field-names.ts";
import type { LandedRow } from "../core/landed-row.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import { isOpen, isSealed } from "../core/spec/column.ts";
import { sealedSuite } from "./sealed-value.ts";

type Whitelist = { readonly open: ReadonlySet<string>; readonly sealed: ReadonlySet<string> };

const whitelists = new WeakMap<TableSpec, Whitelist>();
const engineFields = new Set(["_h", "_p", "_misfit"]);

/** Says why a landed line must not be loaded, naming the field only; undefined when it may. Everything not declared is refused. */
export function gateRow(table: TableSpec, row: LandedRow): string | undefined {
  const { open, sealed } = whitelistOf(table);
  for (const field in row) {
    if (open.has(field) || engineFields.has(field)) continue;
    if (!sealed.has(field)) return `it holds the field "${fieldNames([field]).join("")}", which is not an open column`;
    const value = row[field];
    if (value !== null && (typeof value !== "string" || sealedSuite(Buffer.from(value, "base64url")) === undefined))
      return `its field "${field}" is not sealed`;
  }
  return undefined;
}

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
