/** How much the simulated vendor holds: its first day of history, the sales of an average day, and about how many rows of all 14 tables that makes at its first start. */
export const volumes = {
  tiny: { from: "2026-08-01", sales: 12, rows: 2_800 },
  small: { from: "2026-05-01", sales: 22, rows: 25_000 },
  medium: { from: "2024-03-01", sales: 420, rows: 1_480_000 },
} as const;

/** One of them, by name. */
export type Volume = keyof typeof volumes;
