import { createRequire } from "node:module";

type Place = {
  readonly code: string;
  readonly nom: string;
  readonly type: string;
  /** The commune of an arrondissement. */
  readonly commune?: string;
  readonly departement?: string;
  readonly region?: string;
  readonly population?: number;
};

let kept: string | undefined;

/** Inhabitants of communes and of municipal arrondissements, the latter with the commune that they belong to, as CSV: from `@etalab/decoupage-administratif` (Licence Ouverte). The six places that nobody lives in have no figure, and no row. */
export function makePopulations(): string {
  kept ??= build();
  return kept;
}

function build(): string {
  const places: readonly Place[] = createRequire(import.meta.url)("@etalab/decoupage-administratif/data/communes.json");
  const lines = places
    .filter(({ type }) => type === "commune-actuelle" || type === "arrondissement-municipal")
    .filter(({ population }) => population !== undefined)
    .map(({ code, nom, commune = "", departement = "", region = "", population }) =>
      [code, `"${nom}"`, commune, departement, region, population].join(","),
    );
  return `code,nom,commune,departement,region,population\n${lines.join("\n")}\n`;
}
