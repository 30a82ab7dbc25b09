/** For how long a key that was rotated opens still: 36 days, as long as the bucket keeps what was landed under it, and one more. */
export const drainMs = 36 * 86_400_000;
