import { code, decimal, rowCount, table, text, whole } from "../../index.ts";
import { dataGouv } from "../sources/data-gouv.ts";

/** One row a commune and postal code, lost zeros restored; lines that repeat one (their `ligne_5` differs) are superseded. */
export const communes = table("communes", {
  doc: "One row a line of the published communes file.",
  from: dataGouv.list("", { paging: whole(), format: "csv" }),
  columns: {
    inseeCode: code(5, { pad: 5 }).from("code_commune_INSEE").key(1),
    postalCode: code(5, { pad: 5 }).from("code_postal").key(2),
    routingLabel: text(80).from("libelle_acheminement"),
    postalName: text(80).from("nom_commune_postal"),
    fullName: text(120).from("nom_commune_complet").nullable(),
    departementCode: code(3, { pad: 2 }).from("code_departement").nullable(),
    departementName: text(60).from("nom_departement").nullable(),
    regionCode: code(3, { pad: 2 }).from("code_region").nullable(),
    regionName: text(60).from("nom_region").nullable(),
    // Published with ten digits and more; six are 11 cm.
    latitude: decimal(9, 6, { beyond: "round" }).nullable(),
    longitude: decimal(9, 6, { beyond: "round" }).nullable(),
  },
  ignored: ["ligne_5", "code_commune", "article", "nom_commune"],
  checks: [rowCount({ atLeast: 30_000 })],
  tags: ["reference"],
});
