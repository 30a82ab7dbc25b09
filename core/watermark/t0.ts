/** How far ahead a clock may be without being noticed. Milliseconds. */
export const skewBudgetMs = 300_000;

/** T0 of a pass, ISO: the server's own date of the first answer; without one, the client's time less a budget for skew. */
export const t0Of = (serverDate: string | undefined, now: Date): string =>
  serverDate ?? new Date(now.getTime() - skewBudgetMs).toISOString();
