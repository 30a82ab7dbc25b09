/** The server's `Date` less the answer's `Age` in a cache, ISO; undefined when it tells none. Header names are lower case. */
export function serverDate(headers: Readonly<Record<string, string | undefined>>): string | undefined {
  const ms = Date.parse(headers["date"] ?? "") - Number(headers["age"] ?? 0) * 1000;
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}
