import type { IdentityStore } from "../core/ports/identity-store.ts";

/** Instants (ISO) before which keys of people, and versions of the blind indexes, should not have begun to drain. */
export type DrainLimits = { readonly keys: string; readonly indexes: string };
/** How many did, and drain still: the rotation that should end them hangs. */
export type HangingRotations = { readonly keys: number; readonly indexes: number };

/** Counts rotations that hang. */
export const hangingRotations =
  (identity: Pick<IdentityStore, "countFormerKeys" | "countDraining">) =>
  async (before: DrainLimits): Promise<HangingRotations> => ({
    keys: await identity.countFormerKeys(before.keys),
    indexes: await identity.countDraining(before.indexes),
  });
