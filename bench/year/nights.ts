/** Nights that are lived, by size. */
export const nights = { tiny: 3, small: 60, full: 365 };

/** Assets of a night, of which four marts have a condition. */
export const nightAssets = { tables: 14, marts: 8, automated: 4 };
