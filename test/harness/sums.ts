/** The group of a day. */
export function periodOf(day: string, grain: string | undefined): string {
  if (grain === "day") return day;
  if (grain === "month") return `${day.slice(0, 7)}-01`;
  if (grain !== "week") return `${day.slice(0, 4)}-01-01`;
  const date = new Date(`${day}T12:00:00Z`);
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  return date.toISOString().slice(0, 10);
}

/** Numbers added up under a key. */
export class Sums {
  readonly sums = new Map<string, Record<string, number>>();
  add(key: string, amounts: Record<string, number>): void {
    const known = this.sums.get(key) ?? {};
    for (const [name, amount] of Object.entries(amounts)) known[name] = (known[name] ?? 0) + amount;
    this.sums.set(key, known);
  }
  /** Keys that are JSON lists, with their sums. */
  *entries(): Generator<readonly [readonly (string | number)[], Record<string, number>]> {
    for (const [key, sum] of this.sums) yield [JSON.parse(key), sum];
  }
}

/** Rows in order of some columns. */
export const sortedBy = <Row extends Readonly<Record<string, unknown>>>(
  rows: readonly Row[],
  ...names: readonly (keyof Row & string)[]
): readonly Row[] =>
  rows.toSorted((left, right) => {
    for (const name of names) {
      const [one, other] = [left[name] as string | number, right[name] as string | number];
      if (one !== other) return one < other ? -1 : 1;
    }
    return 0;
  });
