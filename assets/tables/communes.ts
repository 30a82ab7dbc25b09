import { code, decimal, rowCount, table, text, whole } from "../../index.ts";
import { dataGouv } from "../sources/data-gouv.ts";

/** One row a commune and postal code, lost zeros restored; lines that repeat one (their `ligne_5` differs) are superseded. */
export const communes = table("communes", {
  doc: "One row a line of the published communes file.",
  from: dataGouv.list("", { paging: whole(), format: "csv" }),
  columns: {
    inseeCode: code(5, { pad: 5 })
      .from("code_commune_INSEE")
      .key(1)
      .doc("INSEE code, five characters; 2A and 2B in Corsica"),
    postalCode: code(5, { pad: 5 }).from("code_postal").key(2).doc("Postal code; a commune may have several"),
    routingLabel: text(80).from("libelle_acheminement").doc("Name as La Poste sorts by, capitals without accents"),
    postalName: text(80).from("nom_commune_postal").doc("La Poste's name of the commune"),
    fullName: text(120).from("nom_commune_complet").nullable().doc("Official name, with its article"),
    departementCode: code(3, { pad: 2 }).from("code_departement").nullable().doc("INSEE code of the département"),
    departementName: text(60).from("nom_departement").nullable().doc("Name of the département"),
    regionCode: code(3, { pad: 2 }).from("code_region").nullable().doc("INSEE code of the region; 01 is Guadeloupe"),
    regionName: text(60).from("nom_region").nullable().doc("Name of the region"),
    // Published with ten digits and more; six are 11 cm.
    latitude: decimal(9, 6, { beyond: "round" }).nullable().doc("Degrees north, of the middle of the commune"),
    longitude: decimal(9, 6, { beyond: "round" }).nullable().doc("Degrees east, of the middle of the commune"),
  },
  ignored: ["ligne_5", "code_commune", "article", "nom_commune"],
  checks: [rowCount({ atLeast: 30_000 })],
  tags: ["reference"],
});
