import type { Mark } from "../manifest.ts";

/** A mark as one text: its instant, or its version; null for one that holds neither. */
export const markText = ({ watermark, version }: Mark): string | null => watermark ?? version ?? null;
