/** Bytes as people say them, in decimal units: `812 B`, `1.2 MB`. */
export function bytesText(bytes: number): string {
  if (bytes < 1_000) return `${Math.round(bytes)} B`;
  const [size, unit] = bytes < 1_000_000 ? [bytes / 1_000, "kB"] : [bytes / 1_000_000, "MB"];
  return `${size < 10 ? size.toFixed(1) : Math.round(size)} ${unit}`;
}

/** A count with its thousands apart. */
export const countText = (count: number): string => String(count).replaceAll(/\B(?=(\d{3})+$)/g, ",");

/** How fast so much was done in so many milliseconds: bytes where they are known, else rows. Empty where nothing was done. */
export function rateText(done: { readonly rows: number; readonly bytes?: number | undefined }, ms: number): string {
  const seconds = Math.max(ms, 1) / 1_000;
  if (done.bytes !== undefined && done.bytes > 0) return `${bytesText(done.bytes / seconds)}/s`;
  return done.rows > 0 ? `${countText(Math.round(done.rows / seconds))} rows/s` : "";
}
