import { restSource, setting } from "../../index.ts";

/** The file of communes' inhabitants, which nobody publishes in this form: `sillage make-communes` writes it. Its address is the file's own. */
export const populationsFile = restSource("populations_file", {
  baseUrl: setting("POPULATIONS_FILE_URL"),
  manners: { requestsPerSecond: 1, inFlight: 1 },
});
