import { header, restSource, secret, setting } from "../../index.ts";

/** The booking vendor's API: 14 tables, reached with an access key. */
export const ponton = restSource("ponton", {
  baseUrl: setting("PONTON_URL"),
  auth: header("X-Api-Key", secret("PONTON_API_KEY")),
  manners: { requestsPerSecond: 50, inFlight: 4 },
  begins: "2023-01-01",
  commitDelay: "2 minutes",
});
