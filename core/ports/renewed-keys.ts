/** A key that a person's values were sealed under before: it opens, and seals no more. It is wrapped under the key that took its place, so that an epoch's end moves it with the person's own and an erasure takes it. */
export type FormerKey = {
  /** Which renewal of the store's made it a former one: later ones have a greater number. */
  readonly seq: number;
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
  /** Put a key in another's place, which drains from then on. False, and nothing is changed: the person has another key or epoch by now, or their epoch is not active. */
  readonly renewKey: (renewed: RenewedKey) => Promise<boolean>;
  /** The keys of a person that drain, the newest first. */
  readonly formerKeys: (lookup: string) => Promise<readonly FormerKey[]>;
  /** Destroy a key of a person that drains, named by its id: others that drain stay. Those before it open no more. */
  readonly endFormerKey: (lookup: string, kid: Uint8Array) => Promise<void>;
  /** How many keys drain since before an instant (ISO). */
  readonly countFormerKeys: (before: string) => Promise<number>;
  /** How many keys were renewed, which is the greatest number of a former key: it grows with each, before anything else is told of it. */
  readonly countRenewed: () => Promise<number>;
};
