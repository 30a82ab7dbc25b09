import type { SourceSpec } from "./read.ts";

/** A run that a sensor asks for. `key` names what it saw: for one key one run is started, ever. `select` is a selection of assets; `full` reads everything. */
export type RunRequest = { readonly key: string; readonly select: string; readonly full?: boolean };

/** What a poll saw: the cursor of the next one (null: none), and the runs that it asks for. */
export type PollAnswer = { readonly cursor: string | null; readonly requests: readonly RunRequest[] };

/** The headers that tell whether a document changed; null where the source sends none. */
export type SourceHead = { readonly etag: string | null; readonly lastModified: string | null };

/** What a poll may ask. */
export type PollContext = {
  readonly now: Date;
  /** Ends when the worker stops. */
  readonly signal: AbortSignal;
  /** Ask for a document's headers, under its source's settings and manners. Throws `source.*`. */
  readonly head: (source: { readonly spec: Pick<SourceSpec, "name"> }, path: string) => Promise<SourceHead>;
};

/** Something that is looked at every so many milliseconds, and starts runs. */
export type SensorDeclaration = {
  readonly name: string;
  readonly doc: string;
  readonly everyMs: number;
  readonly poll: (context: PollContext, cursor: string | null) => Promise<PollAnswer>;
};
