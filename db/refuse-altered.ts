import { SillageError } from "../core/errors.ts";
import type { LoadOpening } from "../core/ports/database.ts";

/** What the ledger knows a manifest as. */
type Stored = Pick<LoadOpening, "loadId" | "manifestEtag">;

/** Refuses to open a load whose manifest the ledger knows otherwise. Throws `load.altered`. */
export function refuseAltered({ loadId, manifestKey, manifestEtag }: LoadOpening, stored: Stored | undefined): void {
  if (stored?.loadId === loadId && stored.manifestEtag === manifestEtag) return;
  throw new SillageError({
    code: "load.altered",
    message: `The manifest ${manifestKey} was loaded before with other content.`,
    fix: "A manifest never changes: find out who overwrote it, and extract the table again.",
  });
}
