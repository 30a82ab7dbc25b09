import { hash } from "node:crypto";
import { createRequire } from "node:module";
import { coordinates, type Coordinates } from "./coordinates.ts";

type Commune = {
  readonly code: string;
  readonly nom: string;
  readonly type: string;
  /** INSEE's kind of article that the name begins with. */
  readonly typeLiaison?: number;
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
 * `as-published` has the published file's dirt: leading zeros lost, rows repeated through `ligne_5`, coordinates of ten
 * and eleven decimals, some of them missing. The package has no coordinates: they are GeoNames' (CC BY 4.0), where it has them.
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
    const centre = coordinates(commune.nom, commune.departement ?? "");
    const name = postalName(commune.nom);
    const article = articleOf(commune);
    const [latitude, longitude] =
      mode === "clean" ? [centre?.latitude, centre?.longitude] : published(commune.code, centre);
    for (const postal of commune.codesPostaux ?? []) {
      const row = (ligne5: string) =>
        [
          code(commune.code),
          name,
          code(postal),
          name,
          ligne5,
          latitude ?? "",
          longitude ?? "",
          code(commune.code.slice(2)),
          article,
          commune.nom.slice(article.length).trimStart(),
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

/** Articles by INSEE's kind; 0 and 1 have none. */
const articles: Readonly<Record<number, string>> = {
  2: "Le",
  3: "La",
  4: "Les",
  5: "L'",
  6: "Aux",
  7: "Las",
  8: "Los",
};

const articleOf = ({ nom, typeLiaison = 0 }: Commune): string => {
  const article = articles[typeLiaison] ?? "";
  return nom.startsWith(article) ? article : "";
};

/** Latitude with ten decimals, longitude with eleven; of those that are known one in 150 is missing, as published. */
function published(code: string, centre: Coordinates | undefined): readonly [string?, string?] {
  const draw = Number.parseInt(hash("sha256", `none${code}`).slice(0, 12), 16) / 2 ** 48;
  if (centre === undefined || draw < 1 / 150) return [];
  return [Number(centre.latitude).toFixed(10), Number(centre.longitude).toFixed(11)];
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
