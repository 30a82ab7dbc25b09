import { restSource, setting } from "../../index.ts";

/** The French communes file of data.gouv.fr ("communes-departement-region"), Licence Ouverte; its address is the file's own. */
export const dataGouv = restSource("data_gouv", {
  baseUrl: setting("COMMUNES_FILE_URL"),
  manners: { requestsPerSecond: 1, inFlight: 1 },
});
