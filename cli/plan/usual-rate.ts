/** The throttle's rate unless told, bytes a second. */
export const usualRate = 1_000_000;
