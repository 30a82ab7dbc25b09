/** A key that a person's values were sealed under before: it opens, and seals no more. It is wrapped under the person's own key, so that an epoch's end moves it and an erasure takes it. */
export type FormerKey = {
  readonly wrappedKey: Uint8Array;
  readonly kid: Uint8Array;
  /** ISO instant, by the store's clock, at which another key took its place. */
  readonly renewedAt: string;
};

/** Another key for a person, wrapped by their epoch's key; `was` is the id of the key before, `former` that key, wrapped under this one. */
export type RenewedKey = {
  readonly lookup: string;
  readonly epoch: number;
  readonly was: Uint8Array;
  readonly wrappedKey: Uint8Array;
  readonly kid: Uint8Array;
  readonly former: Uint8Array;
};

/** People's keys made anew, part of the identity store. */
export type RenewedKeyPort = {
  /** Put a key in another's place, which drains from then on. False, and nothing is changed: the person has another key or epoch by now, their epoch is not active, or a key of theirs drains. */
  readonly renewKey: (renewed: RenewedKey) => Promise<boolean>;
  /** The key of a person that drains; undefined for none. */
  readonly formerKey: (lookup: string) => Promise<FormerKey | undefined>;
  /** Destroy the key of a person that drains, named by its id: another one that drains by now stays. */
  readonly endFormerKey: (lookup: string, kid: Uint8Array) => Promise<void>;
  /** How many keys drain since before an instant (ISO). */
  readonly countFormerKeys: (before: string) => Promise<number>;
  /** How many keys were renewed: it grows with each, before anything else is told of it. */
  readonly countRenewed: () => Promise<number>;
};
