/** How old data is (ms) at an instant of the clock that rules, when it is as of another; null where nobody knows as of when. Whoever has a clock of his own counts back from it. */
export const ageOf = (asOf: string | null, now: Date): number | null =>
  asOf === null ? null : now.getTime() - Date.parse(asOf);
