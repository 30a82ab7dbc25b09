import type { SignedCertificate } from "../../pii/certificate.ts";
import { withDesk } from "../dsr/with-desk.ts";
import type { Settings } from "../settings.ts";

/** Instants (ISO) by which an epoch is to end, one a certificate of an erasure whose epoch has not ended. */
export const epochsDue = (settings: Settings): Promise<readonly string[]> =>
  withDesk(settings, async (desk) =>
    (await desk.list()).flatMap(({ certificate }) => (certificate === null ? [] : (dueOf(certificate) ?? []))),
  );

/** Of one that names no epoch none is waited for: nobody could tell which. */
const dueOf = ({ epochs, stores }: SignedCertificate): string | null | undefined =>
  epochs.length === 0 ? null : stores.find(({ at, dueAt }) => at === null && dueAt != null)?.dueAt;
