import { createRequire } from "node:module";
import { places } from "../../dev/ponton/places.ts";

type Inhabited = {
  readonly code: string;
  readonly nom: string;
  readonly type: string;
  /** The commune of an arrondissement. */
  readonly commune?: string;
  readonly departement?: string;
  readonly region?: string;
  readonly population: number;
};
const all: readonly Partial<Inhabited>[] = createRequire(import.meta.url)(
  "@etalab/decoupage-administratif/data/communes.json",
);
/** A city with arrondissements, which must not be counted twice in its region. */
const marseille = "13055";
const bases = new Set(places.map(({ insee }) => insee));

/** The bases' communes, the cities above 100,000 inhabitants and the arrondissements of Marseille. */
export const inhabited: readonly Inhabited[] = all.flatMap((place) => {
  const { code = "", nom = "", type = "", population } = place;
  if (population === undefined || (type !== "commune-actuelle" && place.commune !== marseille)) return [];
  return bases.has(code) || place.commune === marseille || population > 100_000
    ? [{ ...place, code, nom, type, population }]
    : [];
});
