/** Most characters of one record: it is held until it ends, and where an end is missing that is the rest of its file. */
export const longestRecord = 8_000_000;
