/** A linear equation over cells: coefficients, and no right side, since only whether it determines a sum counts. */
export type Equation = readonly number[];

/** What equations say: whether a further one follows from them. */
export class Told {
  readonly #rows: { readonly lead: number; readonly row: Float64Array }[] = [];

  /** What is left of an equation when all that the others say is taken from it; its first place, or -1 for nothing. */
  #rest(equation: Equation) {
    // In place: a property makes millions of these steps.
    const row = Float64Array.from(equation);
    for (const known of this.#rows) {
      const share = row[known.lead] ?? 0;
      if (Math.abs(share) <= 1e-9) continue;
      for (let place = 0; place < row.length; place++) row[place] = (row[place] ?? 0) - share * (known.row[place] ?? 0);
    }
    return { row, lead: row.findIndex((value) => Math.abs(value) > 1e-9) };
  }
  add(equation: Equation): void {
    const { row, lead } = this.#rest(equation);
    if (lead >= 0) this.#rows.push({ lead, row: row.map((value) => value / (row[lead] ?? 1)) });
  }
  gives(equation: Equation): boolean {
    return this.#rest(equation).lead < 0;
  }
}
