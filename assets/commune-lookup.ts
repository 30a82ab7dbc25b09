import type { LookupBuilder } from "../index.ts";

type Commune = { readonly code: string; readonly name: string };

/** Upper case without accents, hyphens or articles' apostrophes, `SAINT` for `ST`. */
export const normaliseCity = (city: string): string =>
  city
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, " ")
    .replaceAll(/\bST\b/g, "SAINT")
    .replaceAll(/\bSTE\b/g, "SAINTE")
    .trim();

/** A code padded back to the five characters that the published file loses (`1400` is `01400`; Corsican codes keep their letter). */
export const padCode = (code: string): string => code.trim().padStart(5, "0");

/** A field as text: files give text, and JSON may give codes as numbers. */
const textOf = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value) : "";

/**
 * Finds a client's commune by postal code and city: `exact` when both agree, `postal` when only one commune has the
 * code, else `unknown`: a commune is never guessed among several.
 */
export const communeLookup: LookupBuilder = (rows) => {
  const byPostal = new Map<string, Map<string, Commune>>();
  for (const row of rows) {
    const postal = padCode(textOf(row["postalCode"]));
    const name = normaliseCity(textOf(row["postalName"] ?? row["fullName"]));
    const known = byPostal.get(postal) ?? new Map<string, Commune>();
    byPostal.set(postal, known.set(name, { code: padCode(textOf(row["inseeCode"])), name }));
  }
  return ([postalCode = "", city = ""]) => {
    const known = byPostal.get(padCode(postalCode));
    const exact = known?.get(normaliseCity(city));
    if (exact !== undefined) return { code: exact.code, match: "exact" };
    const codes = new Set([...(known?.values() ?? [])].map((commune) => commune.code));
    const [only] = codes;
    return codes.size === 1 && only !== undefined ? { code: only, match: "postal" } : { code: null, match: "unknown" };
  };
};
