/** RFC 3339 with an offset and milliseconds, as the vendor writes instants. */
export const stamp = (ms: number): string => new Date(Math.round(ms)).toISOString().replace("Z", "+00:00");
