import { setTimeout as sleep } from "node:timers/promises";
import { SillageError } from "../../core/errors.ts";
import type { TransitClient } from "./transit-client.ts";

/** How a token is kept. `ask`: below Vault's `auth/token`. `pause` waits so many milliseconds; by a timer that keeps no process alive unless a test has another. */
export type TokenKeeping = {
  readonly ask: TransitClient;
  readonly report: (line: string) => void;
  readonly pause?: (ms: number) => Promise<void>;
};

const byTimer = (ms: number): Promise<void> => sleep(ms, undefined, { ref: false });
/** Between tries while nothing is known of the token's life. */
const unknownMs = 60_000;

/** Have Vault let its token live on, each time that half of its life is over. Returns once nothing more can be done: it has no end, is not renewed any further, or is refused. Never throws; `report` is told what somebody has to see to. */
export async function keepToken({ ask, report, pause = byTimer }: TokenKeeping): Promise<void> {
  for (let retryMs = unknownMs; ;)
    try {
      const { seconds, renewable } = await lifeOf(ask);
      if (seconds === 0) return;
      if (!renewable) return report(ends(seconds, "it is not one that is renewed"));
      retryMs = seconds * 250;
      await pause(seconds * 500);
      await ask("POST", "renew-self", {});
      const renewed = await lifeOf(ask);
      // Half was left: whoever is given hardly more is at the end of the longest life that a token may have.
      if (renewed.seconds < seconds * 0.55) return report(ends(renewed.seconds, "its longest life is over"));
    } catch (error) {
      report(`The token of the vault was not renewed. ${error instanceof Error ? error.message : ""}`.trim());
      if (error instanceof SillageError && !error.retryable) return;
      await pause(retryMs);
    }
}

const ends = (seconds: number, why: string): string =>
  `The token of the vault ends in ${Math.round(seconds / 60)} min: ${why}. Start the process again with another KEK_TOKEN before then.`;

async function lifeOf(ask: TransitClient): Promise<{ readonly seconds: number; readonly renewable: boolean }> {
  const { data } = await ask("GET", "lookup-self");
  return { seconds: Number(data["ttl"] ?? 0), renewable: data["renewable"] === true };
}
