/**
 * A vault: wraps root keys of 32 bytes, the only thing that it has to do. A wrapped key is bound to its purpose and epoch.
 * What is wrapped for the purpose `epoch` is wrapped under that epoch's own key, and goes with it.
 * Every call throws `kek.unreachable`, which may pass, and `kek.denied`, which does not.
 */
export type Kek = {
  /** The kind of vault, for start-up lines and `/healthz`, for instance `local (not for production)`. */
  readonly describe: () => string;
  /** Throws `kek.no-key`; for the purpose `epoch` `kek.epoch-gone` where `createEpochKey` was not called. */
  readonly wrap: (purpose: string, epoch: number, key: Uint8Array) => Promise<Uint8Array>;
  /** Throws `pii.unwrap` for what this vault did not wrap under this purpose and epoch, `kek.epoch-gone` for what went with its epoch. */
  readonly unwrap: (purpose: string, epoch: number, wrapped: Uint8Array) => Promise<Uint8Array>;
  /** A new version of the key that wraps: from now on it wraps, and what older ones wrapped still opens. */
  readonly renew: () => Promise<void>;
  /** The vault's own name of the version that wraps now; null where it tells none. Throws `kek.no-key`. */
  readonly newest: () => Promise<string | null>;
  /** The vault's own name of the version that wrapped something; null where it cannot be told. */
  readonly wrappedBy: (purpose: string, epoch: number, wrapped: Uint8Array) => Promise<string | null>;
  /** Make the key of an epoch; one that is there stays. */
  readonly createEpochKey: (epoch: number) => Promise<void>;
  /** Destroy the key of an epoch, once and for all. `effectiveAt`, an ISO instant: from then on nobody can bring it back. Called again it tells the same, or a moment that has passed. */
  readonly destroyEpochKey: (epoch: number) => Promise<{ readonly effectiveAt: string }>;
};

/** The purpose of root keys that wrap people's keys. */
export const epochPurpose = "epoch";

/** What a wrapped root key is bound to. */
export const kekLabel = (purpose: string, epoch: number): string => `kek/${purpose}/${epoch}`;
