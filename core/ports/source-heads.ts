import type { SourceHead } from "../spec/sensor.ts";

/** Asks sources whether documents changed. */
export type SourceHeads = {
  /** A document's headers, under its source's settings and manners. Throws `source.*`, as reading it does. */
  readonly head: (source: string, path: string, signal: AbortSignal) => Promise<SourceHead>;
};
