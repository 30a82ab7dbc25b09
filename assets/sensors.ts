import { pollingSensor } from "../index.ts";
import { dataGouv } from "./sources/data-gouv.ts";

/** The communes file is published a few times a year: it is read again when its headers say that it changed. The first look only remembers them, since `initial` reads the file. */
export const communesFile = pollingSensor("communes_file", {
  doc: "Reads the communes again when their published file changes.",
  every: "1 hour",
  async poll({ head }, cursor) {
    const { etag, lastModified } = await head(dataGouv, "");
    const seen = etag ?? lastModified;
    if (seen === null || seen === cursor) return { cursor, requests: [] };
    return { cursor: seen, requests: cursor === null ? [] : [{ key: seen, select: "communes" }] };
  },
});
