import type { Opener } from "../core/ports/sealer.ts";
import { createOpener, type OpenerDeps } from "./create-opener.ts";

/** Opens people's values for themselves: who asked for a restriction has access still (GDPR articles 15 and 18(2)). Throws as `createOpener`, but never `pii.restricted`. */
export const createExportOpener = ({ identity, ...rest }: OpenerDeps): Opener =>
  createOpener({
    ...rest,
    identity: {
      ...identity,
      async findByPid(pid) {
        const subject = await identity.findByPid(pid);
        return subject && { ...subject, restrictedAt: null };
      },
    },
  });
