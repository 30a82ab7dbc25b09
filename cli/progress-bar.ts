const width = 20;

/** A bar of twenty signs, filled by a share of 0 to 1. */
export function progressBar(share: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * width);
  return `[${"█".repeat(filled)}${"░".repeat(width - filled)}]`;
}
