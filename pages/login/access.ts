import type { Oidc } from "./oidc.ts";
import type { Sessions } from "./session.ts";

/** How people come in. Both ways may be open; with none, nobody does. */
export type Access = {
  readonly sessions: Sessions;
  readonly oidc: Oidc | undefined;
  /** The passphrase of a laptop's stack: whoever knows it has every role. */
  readonly passphrase: string | undefined;
};
