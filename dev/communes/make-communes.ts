import { createRequire } from "node:module";
import { places } from "../ponton/places.ts";

type Commune = {
  readonly code: string;
  readonly nom: string;
  readonly type: string;
  readonly departement?: string;
  readonly region?: string;
  readonly codesPostaux?: readonly string[];
};
type Division = { readonly code: string; readonly nom: string };

/** The published file's exact header (data.gouv.fr, "communes-departement-region"). */
const header =
  "code_commune_INSEE,nom_commune_postal,code_postal,libelle_acheminement,ligne_5,latitude,longitude,code_commune,article,nom_commune,nom_commune_complet,code_departement,nom_departement,code_region,nom_region";

const kept = new Map<string, string>();

/**
 * The communes file in the published 15 columns, made from `@etalab/decoupage-administratif` (Licence Ouverte).
 * `as-published` has the published file's dirt: leading zeros lost, rows repeated through `ligne_5`.
 */
export function makeCommunes(mode: "clean" | "as-published"): string {
  const known = kept.get(mode) ?? build(mode);
  kept.set(mode, known);
  return known;
}

function build(mode: "clean" | "as-published"): string {
  const load = createRequire(import.meta.url);
  const communes: readonly Commune[] = load("@etalab/decoupage-administratif/data/communes.json");
  const departements = byCode(load("@etalab/decoupage-administratif/data/departements.json"));
  const regions = byCode(load("@etalab/decoupage-administratif/data/regions.json"));
  const code = (text: string): string => (mode === "clean" ? text : text.replace(/^0+(?=\d)/, ""));
  const lines = [header];
  for (const commune of communes) {
    if (commune.type !== "commune-actuelle") continue;
    const place = places.find((candidate) => candidate.insee === commune.code);
    const name = postalName(commune.nom);
    for (const postal of commune.codesPostaux ?? []) {
      const row = (ligne5: string) =>
        [
          code(commune.code),
          name,
          code(postal),
          name,
          ligne5,
          place?.lat ?? "",
          place?.lng ?? "",
          code(commune.code.slice(2)),
          "",
          commune.nom,
          commune.nom,
          code(commune.departement ?? ""),
          departements.get(commune.departement ?? "") ?? "",
          code(commune.region ?? ""),
          regions.get(commune.region ?? "") ?? "",
        ]
          .map(quoted)
          .join(",");
      lines.push(row(""));
      if (mode === "as-published" && Number.parseInt(commune.code, 10) % 23 === 0) lines.push(row("LE HAMEAU"));
    }
  }
  return `${lines.join("\n")}\n`;
}

const byCode = (divisions: readonly Division[]): ReadonlyMap<string, string> =>
  new Map(divisions.map((division) => [division.code, division.nom]));

/** A name as La Poste writes it: capitals, no accents, `ST` for `Saint`. */
const postalName = (name: string): string =>
  name
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, " ")
    .replaceAll(/\bSAINT\b/g, "ST")
    .replaceAll(/\bSAINTE\b/g, "STE")
    .trim();

const quoted = (value: string): string => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
