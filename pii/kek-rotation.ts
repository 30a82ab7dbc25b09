import type { EpochRotation } from "../core/ports/epoch-rotation.ts";
import type { IdentityStore, RootKeyRow } from "../core/ports/identity-store.ts";
import { epochPurpose, type Kek } from "./kek.ts";
import { kekErrors } from "./kek/kek-errors.ts";
import { openRoot } from "./keyring.ts";

type KekRotation = Pick<EpochRotation, "planKek" | "renewKek" | "rewrapRoots">;
/** A root key, and the version that wrapped it. */
type Wrapped = { readonly row: RootKeyRow; readonly by: string | null };

/** Rotation of the vault's key: which root keys are behind is read off them, so that each step may be done again. */
export function createKekRotation(identity: Pick<IdentityStore, "rootKeys" | "replaceRootKey">, kek: Kek): KekRotation {
  /** Roots of epochs are under keys of their own in the vault, which end with them. */
  const roots = async (): Promise<readonly Wrapped[]> =>
    Promise.all(
      (await identity.rootKeys())
        .filter(({ purpose }) => purpose !== epochPurpose)
        .map(async (row) => ({ row, by: await kek.wrappedBy(row.purpose, row.epoch, row.wrapped) })),
    );
  const looked = async () => {
    const [newest, all] = [await kek.newest(), await roots()];
    const behind = all.filter(({ by }) => by === null || by !== newest);
    return { newest, all, behind, resumed: newest !== null && behind.length > 0 };
  };
  return {
    async planKek() {
      const { newest, all, behind, resumed } = await looked();
      const wrapped = [...Map.groupBy(all, ({ by }) => by)].map(([by, of]) => ({ by, roots: of.length }));
      return { vault: kek.describe(), wrapped, newest, behind: behind.length, resumed };
    },
    async renewKek() {
      const { newest, resumed } = await looked();
      if (resumed) return;
      await kek.renew();
      // Else nothing is behind, and a rotation that wrapped nothing would end well.
      if (newest !== null && (await kek.newest()) === newest) throw kekErrors.notRenewed(kek.describe(), newest);
    },
    async rewrapRoots(most, report) {
      const { newest, behind } = await looked();
      const now = newest === null ? behind : behind.slice(0, most);
      for (const [at, { row }] of now.entries()) {
        const key = (await openRoot(kek, row)).export();
        await identity.replaceRootKey({ ...row, wrapped: await kek.wrap(row.purpose, row.epoch, key) }, row.wrapped);
        report(at + 1);
      }
      return { wrapped: now.length, left: behind.length - now.length, newest };
    },
  };
}
