/** Nights that are lived, by size. */
export const nights = { tiny: 3, small: 60, full: 365 };
