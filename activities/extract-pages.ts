import { Context } from "@temporalio/activity";
import type { ActivityDeps } from "./deps.ts";
import { keepAlive } from "./keep-alive.ts";
import { createLookups } from "./load-lookups.ts";
import { PassReading, type Progress } from "./pass-reading.ts";
import type { Tally } from "./pass-tally.ts";
import type { Pass } from "./start-pass.ts";
import { tableOf } from "./tables.ts";

/** What a pass landed. Instants are ISO; `elapsedMs` counts from the first attempt, downtime included. */
export type Landed = Tally & {
  readonly t0: string;
  readonly elapsedMs: number;
  readonly verified: boolean;
};

type ExtractDeps = Pick<
  ActivityDeps,
  "graph" | "reader" | "sealer" | "store" | "clock" | "lookups" | "partBytes" | "quarantine"
>;

/**
 * Read a pass page by page, seal, land parts. A killed worker's next attempt resumes at the page after its last part;
 * an expired cursor begins the pass again, under the same load id, T0 and clock. A total that the API tells and the
 * pass misses repeats the pass once, then marks it unverified. Throws `source.*`, `store.*`.
 */
export function createExtractPages(deps: ExtractDeps) {
  const lookupsOf = createLookups(deps);
  return async function extractPages(pass: Pass): Promise<Landed> {
    const { info, heartbeat, cancellationSignal: signal } = Context.current();
    const table = tableOf(deps.graph, pass.table);
    const lookups = await lookupsOf(table);
    const resumed: Progress | undefined = info.heartbeatDetails;
    const reading = new PassReading(
      { ...deps, table, pass, lookups, signal, heartbeat, attempt: info.attempt },
      resumed,
    );
    using _beat = keepAlive(() => reading.tell());
    const counted = await reading.land();
    return { ...counted, ...reading.began, verified: counted.missing === 0 };
  };
}
