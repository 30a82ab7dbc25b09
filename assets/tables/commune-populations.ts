import { between, code, int, rowCount, table, text, unique, whole } from "../../index.ts";
import { populationsFile } from "../sources/populations-file.ts";

/** Inhabitants of each commune, and of the arrondissements of Paris, Lyon and Marseille under the commune that they belong to: sums leave out rows that have a parent. */
export const communePopulations = table("commune_populations", {
  doc: "Inhabitants of communes and of the arrondissements within three of them.",
  from: populationsFile.list("", { paging: whole(), format: "csv" }),
  columns: {
    inseeCode: code(5, { pad: 5 }).from("code").key().doc("INSEE code, five characters; 2A and 2B in Corsica"),
    name: text(120).from("nom").doc("Name of the commune or arrondissement"),
    parentCode: code(5, { pad: 5 })
      .from("commune")
      .nullable()
      .doc("The commune of an arrondissement of Paris, Lyon or Marseille; empty for communes"),
    departementCode: code(3, { pad: 2 }).from("departement").nullable().doc("INSEE code of the département"),
    regionCode: code(3, { pad: 2 }).from("region").nullable().doc("INSEE code of the region"),
    population: int().doc("Inhabitants"),
  },
  checks: [
    unique("inseeCode"),
    rowCount({ atLeast: 30_000 }),
    between("population", { atLeast: 0, atMost: 3_000_000 }),
  ],
  tags: ["reference"],
});
