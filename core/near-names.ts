/** Names told at most. */
const most = 5;

/** Those of some names that somebody may have meant: a few letters apart, or one within the other; the nearest first. */
export function nearNames(name: string, known: readonly string[]): readonly string[] {
  const measured = known.map((candidate) => ({ candidate, apart: lettersApart(name, candidate) }));
  return measured
    .filter(({ candidate, apart }) => apart <= Math.max(1, name.length / 3) || isWithin(name, candidate))
    .sort((one, other) => one.apart - other.apart)
    .slice(0, most)
    .map(({ candidate }) => candidate);
}

/** Words of one or two letters are in everything. */
const isWithin = (name: string, candidate: string): boolean =>
  name.length > 2 && (candidate.includes(name) || name.includes(candidate));

/** Letters to put in, take out or change to make one word of the other (Levenshtein, row by row). */
function lettersApart(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (const [down, letter] of Array.from(one).entries()) {
    const next = [down + 1];
    for (const [at, against] of Array.from(other).entries()) {
      const changed = Number(row[at]) + (letter === against ? 0 : 1);
      next.push(Math.min(Number(next[at]) + 1, Number(row[at + 1]) + 1, changed));
    }
    row = next;
  }
  return Number(row.at(-1));
}
