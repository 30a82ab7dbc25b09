/** Wraps root keys of 32 bytes: the only thing that a vault has to do. A wrapped key is bound to its purpose and epoch. */
export type Kek = {
  /** For start-up lines and `/health`, for instance `local (not for production)`. */
  readonly describe: () => string;
  readonly wrap: (purpose: string, epoch: number, key: Uint8Array) => Promise<Uint8Array>;
  /** Throws `pii.unwrap` for what this vault did not wrap under this purpose and epoch. */
  readonly unwrap: (purpose: string, epoch: number, wrapped: Uint8Array) => Promise<Uint8Array>;
};
