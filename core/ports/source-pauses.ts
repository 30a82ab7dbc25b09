/** For how many more milliseconds, by the database's clock, a source asked not to be asked. */
export type SourcePause = { readonly source: string; readonly ms: number };

/** Pauses that sources asked for, as the target database keeps them: by them every process that reads with a source's key knows what one was told. */
export type SourcePausePort = {
  /** A longer one that lasts still stays. */
  readonly pauseSource: (pause: SourcePause) => Promise<void>;
  /** Those that last still. */
  readonly sourcePauses: () => Promise<readonly SourcePause[]>;
};
