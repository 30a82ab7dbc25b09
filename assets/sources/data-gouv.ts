import { restSource, setting } from "../../index.ts";

/** The French communes file of data.gouv.fr ("communes-departement-region"), Licence Ouverte. */
export const dataGouv = restSource("data_gouv", {
  baseUrl: setting("COMMUNES_URL"),
  manners: { requestsPerSecond: 1, inFlight: 1 },
});
