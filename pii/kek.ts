/** Wraps root keys: the only thing that a vault has to do. */
export type Kek = {
  /** For start-up lines and `/health`, for instance `local (not for production)`. */
  readonly describe: () => string;
  readonly wrap: (purpose: string, epoch: number, key: Uint8Array) => Promise<Uint8Array>;
  readonly unwrap: (purpose: string, epoch: number, wrapped: Uint8Array) => Promise<Uint8Array>;
};
