/** Columns that several pages show. */
export const period = { name: "period", unit: "period", title: { en: "From", fr: "À partir du" } } as const;
/** Sales without VAT, after refunds. */
export const net = { name: "netOfVat", unit: "money", title: { en: "Net sales", fr: "Ventes nettes" } } as const;
/** Booked places as a share of those offered. */
export const rate = { name: "rate", unit: "share", title: { en: "Occupancy", fr: "Remplissage" } } as const;
